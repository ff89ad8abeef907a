import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0017_documents_by_last_scan_and_names_in_order'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='BuyingRoute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('FRAMEWORK', 'Framework agreement'), ('DPS', 'Dynamic purchasing system'), ('CATALOGUE', 'Catalogue'), ('DIRECT', 'Directly from the maker')], max_length=20)),
                ('organiser', models.CharField(blank=True, max_length=200)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'buying route',
            },
        ),
        migrations.CreateModel(
            name='BuyingRouteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('FRAMEWORK', 'Framework agreement'), ('DPS', 'Dynamic purchasing system'), ('CATALOGUE', 'Catalogue'), ('DIRECT', 'Directly from the maker')], max_length=20)),
                ('organiser', models.CharField(blank=True, max_length=200)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Funding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('source_url', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'verbose_name': 'funding',
            },
        ),
        migrations.CreateModel(
            name='FundingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('source_url', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FundingProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('MANDATE', 'National mandate: commissioners must pay'), ('PROGRAMME', 'National programme'), ('LOCAL', 'Local budget')], max_length=20)),
                ('payer', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'verbose_name': 'funding programme',
            },
        ),
        migrations.CreateModel(
            name='FundingProgrammeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('MANDATE', 'National mandate: commissioners must pay'), ('PROGRAMME', 'National programme'), ('LOCAL', 'Local budget')], max_length=20)),
                ('payer', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Guidance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=20, unique=True)),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('title', models.CharField(max_length=200)),
                ('url', models.URLField(max_length=500)),
                ('state', models.CharField(choices=[('CURRENT', 'Current'), ('REPLACED', 'Replaced'), ('WITHDRAWN', 'Withdrawn')], default='CURRENT', max_length=20)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('checked_on', models.DateField()),
            ],
            options={
                'verbose_name': 'guidance',
            },
        ),
        migrations.CreateModel(
            name='GuidanceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(max_length=20)),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('title', models.CharField(max_length=200)),
                ('url', models.URLField(max_length=500)),
                ('state', models.CharField(choices=[('CURRENT', 'Current'), ('REPLACED', 'Replaced'), ('WITHDRAWN', 'Withdrawn')], default='CURRENT', max_length=20)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('checked_on', models.DateField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GuidanceOn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recommendation', models.CharField(choices=[('RECOMMENDED', 'Recommended'), ('WITH_DATA_COLLECTION', 'Recommended if outcome data are collected'), ('WITH_EVIDENCE_GENERATION', 'Can be used while more evidence is gathered'), ('RESEARCH_ONLY', 'Use in research only'), ('NOT_RECOMMENDED', 'Not recommended'), ('NOT_VERIFIED', 'Guidance exists; what it recommends was not checked')], max_length=30)),
            ],
            options={
                'verbose_name': 'guidance on a technology',
            },
        ),
        migrations.CreateModel(
            name='GuidanceOnEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('recommendation', models.CharField(choices=[('RECOMMENDED', 'Recommended'), ('WITH_DATA_COLLECTION', 'Recommended if outcome data are collected'), ('WITH_EVIDENCE_GENERATION', 'Can be used while more evidence is gathered'), ('RESEARCH_ONLY', 'Use in research only'), ('NOT_RECOMMENDED', 'Not recommended'), ('NOT_VERIFIED', 'Guidance exists; what it recommends was not checked')], max_length=30)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lot', models.CharField(blank=True, max_length=80)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('source_url', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'verbose_name': 'listing',
            },
        ),
        migrations.CreateModel(
            name='ListingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('lot', models.CharField(blank=True, max_length=80)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('source_url', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='innovation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='innovation',
            name='update_update',
        ),
        migrations.AddField(
            model_name='innovation',
            name='benefits',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('OUTCOMES', 'Better health'), ('SAFETY', 'Fewer infections, falls and other harm'), ('DIAGNOSIS', 'Earlier or surer diagnosis'), ('WAITING', 'Shorter waits'), ('BEDS', 'Fewer or shorter stays in hospital'), ('STAFF_TIME', 'Less staff time'), ('COST', 'Lower cost'), ('EXPERIENCE', 'Better experience for patients'), ('EQUALITY', 'Fairer access to care'), ('CARBON', 'Less carbon and waste')], max_length=20), blank=True, db_default=[], size=None),
        ),
        migrations.AddField(
            model_name='innovation',
            name='care_settings',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('HOME', 'At home'), ('CARE_HOME', 'Care home'), ('PRIMARY', 'GP practice and pharmacy'), ('COMMUNITY', 'Community services'), ('AMBULANCE', 'Ambulance'), ('EMERGENCY', 'Emergency department'), ('OUTPATIENTS', 'Outpatients'), ('WARD', 'Hospital ward'), ('THEATRE', 'Operating theatre'), ('CRITICAL_CARE', 'Critical care'), ('IMAGING', 'Imaging and endoscopy'), ('LABORATORY', 'Laboratory'), ('MENTAL_HEALTH', 'Mental health services')], max_length=20), blank=True, db_default=[], size=None),
        ),
        migrations.AddField(
            model_name='innovationevent',
            name='benefits',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('OUTCOMES', 'Better health'), ('SAFETY', 'Fewer infections, falls and other harm'), ('DIAGNOSIS', 'Earlier or surer diagnosis'), ('WAITING', 'Shorter waits'), ('BEDS', 'Fewer or shorter stays in hospital'), ('STAFF_TIME', 'Less staff time'), ('COST', 'Lower cost'), ('EXPERIENCE', 'Better experience for patients'), ('EQUALITY', 'Fairer access to care'), ('CARBON', 'Less carbon and waste')], max_length=20), blank=True, db_default=[], size=None),
        ),
        migrations.AddField(
            model_name='innovationevent',
            name='care_settings',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('HOME', 'At home'), ('CARE_HOME', 'Care home'), ('PRIMARY', 'GP practice and pharmacy'), ('COMMUNITY', 'Community services'), ('AMBULANCE', 'Ambulance'), ('EMERGENCY', 'Emergency department'), ('OUTPATIENTS', 'Outpatients'), ('WARD', 'Hospital ward'), ('THEATRE', 'Operating theatre'), ('CRITICAL_CARE', 'Critical care'), ('IMAGING', 'Imaging and endoscopy'), ('LABORATORY', 'Laboratory'), ('MENTAL_HEALTH', 'Mental health services')], max_length=20), blank=True, db_default=[], size=None),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_innovationevent" ("benefits", "care_settings", "clinical_area", "created_at", "description", "id", "innovator_id", "kind", "list_price", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_unit", "problem", "published_at", "slug", "summary") VALUES (NEW."benefits", NEW."care_settings", NEW."clinical_area", NEW."created_at", NEW."description", NEW."id", NEW."innovator_id", NEW."kind", NEW."list_price", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."price_unit", NEW."problem", NEW."published_at", NEW."slug", NEW."summary"); RETURN NULL;', hash='9569b40f4872e8b0da51b336629b26443ab2311e', operation='INSERT', pgid='pgtrigger_insert_insert_708f6', table='evidence_innovation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."benefits" IS DISTINCT FROM (NEW."benefits") OR OLD."care_settings" IS DISTINCT FROM (NEW."care_settings") OR OLD."clinical_area" IS DISTINCT FROM (NEW."clinical_area") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."innovator_id" IS DISTINCT FROM (NEW."innovator_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."list_price" IS DISTINCT FROM (NEW."list_price") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."price_unit" IS DISTINCT FROM (NEW."price_unit") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."summary" IS DISTINCT FROM (NEW."summary"))', func='INSERT INTO "evidence_innovationevent" ("benefits", "care_settings", "clinical_area", "created_at", "description", "id", "innovator_id", "kind", "list_price", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_unit", "problem", "published_at", "slug", "summary") VALUES (NEW."benefits", NEW."care_settings", NEW."clinical_area", NEW."created_at", NEW."description", NEW."id", NEW."innovator_id", NEW."kind", NEW."list_price", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."price_unit", NEW."problem", NEW."published_at", NEW."slug", NEW."summary"); RETURN NULL;', hash='66926bb7fc072eaa718fb45a400fea9b5ccf21fb', operation='UPDATE', pgid='pgtrigger_update_update_377b4', table='evidence_innovation', when='AFTER')),
        ),
        AddConstraintNotValid(
            model_name='innovation',
            constraint=models.CheckConstraint(condition=models.Q(('care_settings__contained_by', ['HOME', 'CARE_HOME', 'PRIMARY', 'COMMUNITY', 'AMBULANCE', 'EMERGENCY', 'OUTPATIENTS', 'WARD', 'THEATRE', 'CRITICAL_CARE', 'IMAGING', 'LABORATORY', 'MENTAL_HEALTH'])), name='innovation_settings_known'),
        ),
        AddConstraintNotValid(
            model_name='innovation',
            constraint=models.CheckConstraint(condition=models.Q(('benefits__contained_by', ['OUTCOMES', 'SAFETY', 'DIAGNOSIS', 'WAITING', 'BEDS', 'STAFF_TIME', 'COST', 'EXPERIENCE', 'EQUALITY', 'CARBON'])), name='innovation_benefits_known'),
        ),
        migrations.AddConstraint(
            model_name='buyingroute',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['FRAMEWORK', 'DPS', 'CATALOGUE', 'DIRECT'])), name='buying_route_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='buyingroute',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='buying_route_ends_after_it_begins'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='buyingroute',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_buyingrouteevent" ("code", "ends_on", "id", "kind", "name", "organiser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "starts_on", "url") VALUES (NEW."code", NEW."ends_on", NEW."id", NEW."kind", NEW."name", NEW."organiser", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."starts_on", NEW."url"); RETURN NULL;', hash='aeeccfe095bc43b8e020a39950ef7a7990b7de71', operation='INSERT', pgid='pgtrigger_insert_insert_66a08', table='evidence_buyingroute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='buyingroute',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_buyingrouteevent" ("code", "ends_on", "id", "kind", "name", "organiser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "starts_on", "url") VALUES (NEW."code", NEW."ends_on", NEW."id", NEW."kind", NEW."name", NEW."organiser", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."starts_on", NEW."url"); RETURN NULL;', hash='8e3a992ad4ba3150105210365e6cce0a3f46bdc6', operation='UPDATE', pgid='pgtrigger_update_update_ac212', table='evidence_buyingroute', when='AFTER')),
        ),
        migrations.AddField(
            model_name='buyingrouteevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='buyingrouteevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.buyingroute'),
        ),
        migrations.AddField(
            model_name='funding',
            name='innovation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funding', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='fundingevent',
            name='innovation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='fundingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='fundingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.funding'),
        ),
        migrations.AddConstraint(
            model_name='fundingprogramme',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['MANDATE', 'PROGRAMME', 'LOCAL'])), name='funding_kind_known'),
        ),
        migrations.AddField(
            model_name='fundingevent',
            name='programme',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.fundingprogramme'),
        ),
        migrations.AddField(
            model_name='funding',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='evidence.fundingprogramme'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingprogramme',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_fundingprogrammeevent" ("code", "id", "kind", "name", "payer", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name", NEW."payer", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."url"); RETURN NULL;', hash='97f4ae53cc954c8b2863f02525937ffbad5aba5a', operation='INSERT', pgid='pgtrigger_insert_insert_2d6af', table='evidence_fundingprogramme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingprogramme',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_fundingprogrammeevent" ("code", "id", "kind", "name", "payer", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name", NEW."payer", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."url"); RETURN NULL;', hash='6554aef18d4c949a44ed2f731a5f470d8e3cfb66', operation='UPDATE', pgid='pgtrigger_update_update_38b8f', table='evidence_fundingprogramme', when='AFTER')),
        ),
        migrations.AddField(
            model_name='fundingprogrammeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='fundingprogrammeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.fundingprogramme'),
        ),
        migrations.AddField(
            model_name='guidance',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='evidence.guidance'),
        ),
        migrations.AddField(
            model_name='guidanceevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='guidanceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.guidance'),
        ),
        migrations.AddField(
            model_name='guidanceevent',
            name='replaced_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.guidance'),
        ),
        migrations.AddField(
            model_name='guidanceon',
            name='guidance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='said_of', to='evidence.guidance'),
        ),
        migrations.AddField(
            model_name='guidanceon',
            name='innovation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guidance', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='guidanceonevent',
            name='guidance',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.guidance'),
        ),
        migrations.AddField(
            model_name='guidanceonevent',
            name='innovation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='guidanceonevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='guidanceonevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.guidanceon'),
        ),
        migrations.AddField(
            model_name='listing',
            name='innovation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='listing',
            name='route',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='evidence.buyingroute'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='innovation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.listing'),
        ),
        migrations.AddField(
            model_name='listingevent',
            name='route',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.buyingroute'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='buyingrouteevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fe2139deaef20bdb54a4d671b61593390b8e0600', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_59c2a', table='evidence_buyingrouteevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bca8e0e244c0909d97e492d3af15b281e27c1cfc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d2acf', table='evidence_fundingevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.UniqueConstraint(fields=('innovation', 'programme'), name='funding_once'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='funding_ends_after_it_begins'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='funding',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_fundingevent" ("ends_on", "id", "innovation_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "source_url", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."innovation_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."source_url", NEW."starts_on"); RETURN NULL;', hash='68dcf06ca6f99c2748a6a2268535b2a2f10411e9', operation='INSERT', pgid='pgtrigger_insert_insert_f9881', table='evidence_funding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='funding',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_fundingevent" ("ends_on", "id", "innovation_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "source_url", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."innovation_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."source_url", NEW."starts_on"); RETURN NULL;', hash='4812eaad96ce011a5b53e38ff333025ba5d855dd', operation='UPDATE', pgid='pgtrigger_update_update_b94b0', table='evidence_funding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='funding',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_fundingevent" ("ends_on", "id", "innovation_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "source_url", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."innovation_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."source_url", OLD."starts_on"); RETURN NULL;', hash='0b4e01c47b0da5a05ab0889bfb326c5ee7874005', operation='DELETE', pgid='pgtrigger_delete_delete_fce46', table='evidence_funding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingprogrammeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dda1df6ba9468bbd0741f684b8cef60afe0cad35', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b7603', table='evidence_fundingprogrammeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='guidance',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['CURRENT', 'REPLACED', 'WITHDRAWN'])), name='guidance_state_known'),
        ),
        migrations.AddConstraint(
            model_name='guidance',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by', None), ('state', 'REPLACED'), _connector='OR'), name='guidance_replaced_by_other'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidance',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_guidanceevent" ("aliases", "checked_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "reference", "replaced_by_id", "state", "title", "url") VALUES (NEW."aliases", NEW."checked_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_on", NEW."reference", NEW."replaced_by_id", NEW."state", NEW."title", NEW."url"); RETURN NULL;', hash='456c97ec115b52487049a3ce8e6e4ba54bc3779a', operation='INSERT', pgid='pgtrigger_insert_insert_06eb3', table='evidence_guidance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidance',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_guidanceevent" ("aliases", "checked_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "reference", "replaced_by_id", "state", "title", "url") VALUES (NEW."aliases", NEW."checked_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_on", NEW."reference", NEW."replaced_by_id", NEW."state", NEW."title", NEW."url"); RETURN NULL;', hash='28b8fcd11e26fde2b1cb8daba6f93a4808055fc5', operation='UPDATE', pgid='pgtrigger_update_update_f04cb', table='evidence_guidance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidanceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d472ae6759072d119d9bf8b9bf8b570173dacf70', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4738b', table='evidence_guidanceevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='guidanceon',
            constraint=models.UniqueConstraint(fields=('innovation', 'guidance'), name='guidance_on_once'),
        ),
        migrations.AddConstraint(
            model_name='guidanceon',
            constraint=models.CheckConstraint(condition=models.Q(('recommendation__in', ['RECOMMENDED', 'WITH_DATA_COLLECTION', 'WITH_EVIDENCE_GENERATION', 'RESEARCH_ONLY', 'NOT_RECOMMENDED', 'NOT_VERIFIED'])), name='guidance_on_recommendation_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidanceon',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_guidanceonevent" ("guidance_id", "id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation") VALUES (NEW."guidance_id", NEW."id", NEW."innovation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recommendation"); RETURN NULL;', hash='c13732daa30e8eebf6040ac0b005ebf19b3076d1', operation='INSERT', pgid='pgtrigger_insert_insert_32761', table='evidence_guidanceon', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidanceon',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_guidanceonevent" ("guidance_id", "id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation") VALUES (NEW."guidance_id", NEW."id", NEW."innovation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recommendation"); RETURN NULL;', hash='1365ba04a3e06e31045dfec5bffafc8b7413c70c', operation='UPDATE', pgid='pgtrigger_update_update_f36f5', table='evidence_guidanceon', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidanceon',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_guidanceonevent" ("guidance_id", "id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation") VALUES (OLD."guidance_id", OLD."id", OLD."innovation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recommendation"); RETURN NULL;', hash='4ea219ba3e40a3162a34b614f14beb7e530a10c8', operation='DELETE', pgid='pgtrigger_delete_delete_d3a98', table='evidence_guidanceon', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidanceonevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e0fabdc2d5ea841fe933cda1becbe2099853954e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6b902', table='evidence_guidanceonevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.UniqueConstraint(fields=('innovation', 'route', 'lot'), name='listing_once'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='listing_ends_after_it_begins'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_listingevent" ("ends_on", "id", "innovation_id", "lot", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "route_id", "source_url", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."innovation_id", NEW."lot", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."route_id", NEW."source_url", NEW."starts_on"); RETURN NULL;', hash='0ce4c2c010c2b289360a71c9c2831d92fae745bb', operation='INSERT', pgid='pgtrigger_insert_insert_b2c36', table='evidence_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_listingevent" ("ends_on", "id", "innovation_id", "lot", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "route_id", "source_url", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."innovation_id", NEW."lot", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."route_id", NEW."source_url", NEW."starts_on"); RETURN NULL;', hash='f2e802ac6bc0e4424f1f5398cfcd069f414906bb', operation='UPDATE', pgid='pgtrigger_update_update_7cfa3', table='evidence_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_listingevent" ("ends_on", "id", "innovation_id", "lot", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "route_id", "source_url", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."innovation_id", OLD."lot", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."route_id", OLD."source_url", OLD."starts_on"); RETURN NULL;', hash='964cd88260607677cded67886371119c2366f68d', operation='DELETE', pgid='pgtrigger_delete_delete_816ab', table='evidence_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d608ca3d4ab5aa2a41faba5531d70cd26cb7f35f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8e404', table='evidence_listingevent', when='BEFORE')),
        ),
    ]
