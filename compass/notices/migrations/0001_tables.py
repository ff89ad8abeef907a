import compass.foundation.migrating
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # All tables as they stand, in place of the steps that led to them: docs/decisions/0016-migrations-in-one-step.md.
    # Other apps are named by the last step that theirs replaces: Django then refuses a database that has only some.

    replaces = [
        ('notices', '0001_initial'),
        ('notices', '0002_subscriptions_to_more'),
        ('notices', '0003_digests_and_webhooks'),
        ('notices', '0004_followed_searches'),
        ('notices', '0005_deliveries'),
        ('notices', '0006_own_choices'),
        ('notices', '0007_companies'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('evidence', '0022_makers_by_name'),
        ('foundation', '0006_changes_inserted_at'),
        ('passports', '0013_proposals_of_a_revision'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('trusts', '0005_needs_corrected'),
    ]

    operations = [
        compass.foundation.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='InAppOnly',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('adoption', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passports.adoption')),
                        ('innovator', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovator')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('chosen_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'e-mails stopped',
                        'constraints': [
                            models.UniqueConstraint(fields=('adoption', 'person'), name='in_app_only_once'),
                            models.UniqueConstraint(fields=('innovator', 'person'), name='in_app_only_once_of_company'),
                            models.CheckConstraint(condition=models.Q(models.Q(('adoption__isnull', False), ('innovator', None)), models.Q(('adoption', None), ('innovator__isnull', False)), _connector='OR'), name='in_app_only_of_one'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('number', models.PositiveIntegerField()),
                        ('made_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'calendar address',
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='calendar_link_is_a_later_one'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_calendarlinkevent" ("id", "made_at", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."made_at", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='f411c64601bcbab9077b9219b3a5cd90aaf62e61', operation='INSERT', pgid='pgtrigger_insert_insert_70c30', table='notices_calendarlink', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "notices_calendarlinkevent" ("id", "made_at", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."made_at", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='4e8ed245a9406e17b46a1dd3dc8eca983802a6fe', operation='UPDATE', pgid='pgtrigger_update_update_f0640', table='notices_calendarlink', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarLinkEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.calendarlink')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('number', models.PositiveIntegerField()),
                        ('made_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6beb4dc29b156ecac7f936985b2df58034f5a007', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_02565', table='notices_calendarlinkevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.change')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='trusts.organisation')),
                        ('passport', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passports.passport')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField()),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'notice',
                        'indexes': [
                            models.Index(fields=['organisation', '-id'], name='notice_newest'),
                            models.Index(condition=models.Q(('read_at', None)), fields=['organisation'], name='notice_unread'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('change', 'organisation'), name='notice_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DigestLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('change', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.change')),
                        ('passport', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passports.passport')),
                        ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('subscription_id', models.BigIntegerField(blank=True, null=True)),
                        ('sent_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'line of a daily e-mail',
                        'indexes': [
                            models.Index(condition=models.Q(('sent_on', None)), fields=['person', 'id'], name='digest_waiting'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('change', 'person'), name='digest_line_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Cursor',
                    fields=[
                        ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('transaction_id', models.BigIntegerField(default=0)),
                        ('brought_id', models.BigIntegerField(db_default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='Subscription',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='trusts.organisation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('PASSPORT', 'This passport'), ('INNOVATION', 'This technology, with its later versions'), ('CLINICAL_AREA', 'A clinical area'), ('DECISIONS', "Passports that rest on one organisation's decisions"), ('EVERYTHING', 'Every passport'), ('SEARCH', 'A saved search'), ('NEED', 'A need')], db_default='PASSPORT', max_length=20)),
                        ('passport', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='passports.passport')),
                        ('innovation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovation')),
                        ('clinical_area', models.CharField(blank=True, choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], db_default='', max_length=20)),
                        ('assessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation')),
                        ('search', models.UUIDField(blank=True, null=True)),
                        ('search_name', models.CharField(blank=True, db_default='', max_length=200)),
                        ('need', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.need')),
                        ('frequency', models.CharField(choices=[('IMMEDIATE', 'At once, one e-mail for each notice'), ('DAILY', 'Once a day, one e-mail with all of them')], db_default='IMMEDIATE', max_length=20)),
                        ('email', models.BooleanField(db_default=True)),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'subscription',
                        'indexes': [
                            models.Index(condition=models.Q(('innovation', None), ('passport', None)), fields=['kind', 'clinical_area'], name='subscription_wide'),
                            models.Index(condition=models.Q(('search__isnull', False)), fields=['search'], name='subscription_search'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('organisation', 'person', 'kind', 'passport', 'innovation', 'clinical_area', 'assessor', 'search', 'need'), name='subscription_once', nulls_distinct=False),
                            models.CheckConstraint(condition=models.Q(models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'EVERYTHING'), ('need', None), ('passport', None), ('search', None)), models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'PASSPORT'), ('need', None), ('search', None), models.Q(('passport', None), _negated=True)), models.Q(('assessor', None), ('clinical_area', ''), ('kind', 'INNOVATION'), ('need', None), ('passport', None), ('search', None), models.Q(('innovation', None), _negated=True)), models.Q(('assessor', None), ('innovation', None), ('kind', 'CLINICAL_AREA'), ('need', None), ('passport', None), ('search', None), models.Q(('clinical_area', ''), _negated=True)), models.Q(('clinical_area', ''), ('innovation', None), ('kind', 'DECISIONS'), ('need', None), ('passport', None), ('search', None), models.Q(('assessor', None), _negated=True)), models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'SEARCH'), ('need', None), ('passport', None), models.Q(('search', None), _negated=True)), models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'NEED'), ('passport', None), ('search', None), models.Q(('need', None), _negated=True)), _connector='OR'), name='subscription_target_of_its_kind'),
                            models.CheckConstraint(condition=models.Q(('frequency__in', ['IMMEDIATE', 'DAILY'])), name='subscription_frequency_known'),
                            models.CheckConstraint(condition=models.Q(('clinical_area__in', ['', 'CANCER', 'CARDIOLOGY', 'DIABETES', 'DIGESTIVE', 'EMERGENCY', 'EYES', 'MATERNITY', 'MENTAL_HEALTH', 'MUSCULOSKELETAL', 'NEUROLOGY', 'RESPIRATORY', 'SURGERY', 'URINARY', 'OTHER'])), name='subscription_area_known'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_subscriptionevent" ("assessor_id", "clinical_area", "created_at", "email", "frequency", "id", "innovation_id", "kind", "need_id", "organisation_id", "passport_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search", "search_name") VALUES (NEW."assessor_id", NEW."clinical_area", NEW."created_at", NEW."email", NEW."frequency", NEW."id", NEW."innovation_id", NEW."kind", NEW."need_id", NEW."organisation_id", NEW."passport_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."search", NEW."search_name"); RETURN NULL;', hash='5160dca9aa4e35a160aa0d95b79b7d9c9121abdb', operation='INSERT', pgid='pgtrigger_insert_insert_72620', table='notices_subscription', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "notices_subscriptionevent" ("assessor_id", "clinical_area", "created_at", "email", "frequency", "id", "innovation_id", "kind", "need_id", "organisation_id", "passport_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search", "search_name") VALUES (NEW."assessor_id", NEW."clinical_area", NEW."created_at", NEW."email", NEW."frequency", NEW."id", NEW."innovation_id", NEW."kind", NEW."need_id", NEW."organisation_id", NEW."passport_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."search", NEW."search_name"); RETURN NULL;', hash='6e8c3aa2edb173f1f244dfdadff4e91d05450539', operation='UPDATE', pgid='pgtrigger_update_update_2b320', table='notices_subscription', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_subscriptionevent" ("assessor_id", "clinical_area", "created_at", "email", "frequency", "id", "innovation_id", "kind", "need_id", "organisation_id", "passport_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search", "search_name") VALUES (OLD."assessor_id", OLD."clinical_area", OLD."created_at", OLD."email", OLD."frequency", OLD."id", OLD."innovation_id", OLD."kind", OLD."need_id", OLD."organisation_id", OLD."passport_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."search", OLD."search_name"); RETURN NULL;', hash='252167decbc2412ef1e836e33d52f7b726d9289f', operation='DELETE', pgid='pgtrigger_delete_delete_73b55', table='notices_subscription', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SubscriptionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.subscription')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('PASSPORT', 'This passport'), ('INNOVATION', 'This technology, with its later versions'), ('CLINICAL_AREA', 'A clinical area'), ('DECISIONS', "Passports that rest on one organisation's decisions"), ('EVERYTHING', 'Every passport'), ('SEARCH', 'A saved search'), ('NEED', 'A need')], db_default='PASSPORT', max_length=20)),
                        ('passport', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='passports.passport')),
                        ('innovation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                        ('clinical_area', models.CharField(blank=True, choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], db_default='', max_length=20)),
                        ('assessor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('search', models.UUIDField(blank=True, null=True)),
                        ('search_name', models.CharField(blank=True, db_default='', max_length=200)),
                        ('need', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.need')),
                        ('frequency', models.CharField(choices=[('IMMEDIATE', 'At once, one e-mail for each notice'), ('DAILY', 'Once a day, one e-mail with all of them')], db_default='IMMEDIATE', max_length=20)),
                        ('email', models.BooleanField(db_default=True)),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4b7f0439eb6ba7d3d978e626085e3e4207d16714', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fb9db', table='notices_subscriptionevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Endpoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation')),
                        ('address', models.CharField(max_length=500)),
                        ('sealed_secret', models.TextField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField()),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'webhook',
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organisation', 'address'), name='endpoint_address_once'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_endpointevent" ("added_at", "added_by_id", "address", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."added_at", NEW."added_by_id", NEW."address", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed_at"); RETURN NULL;', hash='b9869546100bbe3893d56827d8ab55de523a67d7', operation='INSERT', pgid='pgtrigger_insert_insert_435be', table='notices_endpoint', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at"))', func='INSERT INTO "notices_endpointevent" ("added_at", "added_by_id", "address", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."added_at", NEW."added_by_id", NEW."address", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at"); RETURN NULL;', hash='904c355f2e1f92527b37ad47557bad595b69b66c', operation='UPDATE', pgid='pgtrigger_update_update_86671', table='notices_endpoint', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EndpointEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.endpoint')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('address', models.CharField(max_length=500)),
                        ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField()),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='33d89f08cada59411076d6a2ee2dc12c7a649ca6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_68127', table='notices_endpointevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='WebhookDelivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('endpoint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.endpoint')),
                        ('notice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.notice')),
                        ('passport', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passports.passport')),
                        ('created_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(db_default=0)),
                        ('delivered_at', models.DateTimeField(blank=True, null=True)),
                        ('dead_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, db_default='', max_length=200)),
                    ],
                    options={
                        'verbose_name': 'webhook delivery',
                        'indexes': [
                            models.Index(condition=models.Q(('dead_at', None), ('delivered_at', None)), fields=['endpoint', 'id'], name='webhook_next'),
                            models.Index(condition=models.Q(('dead_at', None), ('delivered_at', None)), fields=['endpoint', 'passport', 'id'], name='webhook_in_order'),
                            models.Index(fields=['endpoint', '-id'], name='webhook_newest'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('notice', 'endpoint'), name='webhook_delivery_once'),
                            models.CheckConstraint(condition=models.Q(('delivered_at', None), ('dead_at', None), _connector='OR'), name='webhook_delivery_ends_one_way'),
                            models.CheckConstraint(condition=models.Q(('passport', None), ('notice__isnull', False), _connector='OR'), name='webhook_delivery_about_a_notice_or_a_test'),
                        ],
                    },
                ),
            ],
        ),
    ]
