import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('UKCA', 'UKCA certificate'), ('CE', 'CE certificate'), ('CYBER_ESSENTIALS', 'Cyber Essentials'), ('DSPT', 'Data Security and Protection Toolkit'), ('ISO_13485', 'ISO 13485 certificate'), ('ISO_27001', 'ISO 27001 certificate')], max_length=20)),
                ('number', models.CharField(max_length=80)),
                ('issued_by', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('expires_on', models.DateField()),
            ],
            options={
                'verbose_name': 'certificate',
            },
        ),
        migrations.CreateModel(
            name='Innovation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('DEVICE', 'Medical device'), ('DIAGNOSTIC', 'Diagnostic'), ('DIGITAL', 'Digital health')], max_length=20)),
                ('clinical_area', models.CharField(choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], max_length=20)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('problem', models.TextField(blank=True)),
                ('description', models.TextField(blank=True)),
                ('list_price', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('price_unit', models.CharField(blank=True, max_length=80)),
                ('created_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('name', config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector('summary', 'problem', config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector('description', config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'verbose_name': 'innovation',
            },
        ),
        migrations.CreateModel(
            name='Innovator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('website', models.URLField(blank=True)),
                ('is_demonstration', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'innovator',
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('guidance', models.TextField()),
                ('kind', models.CharField(choices=[('TEXT', 'Written answer'), ('CERTIFICATE', 'Certificate with an expiry date'), ('DOCUMENT', 'Document')], max_length=20)),
                ('section', models.CharField(choices=[('CLINICAL', 'Clinical evidence'), ('VALUE', 'Cost and value'), ('OPERATIONS', 'Workflow and operations'), ('ASSURANCE', 'Regulation and safety')], max_length=20)),
                ('mandatory', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'requirement',
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('original_name', models.CharField(max_length=300)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('stored_as', models.CharField(max_length=200)),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'document',
            },
        ),
        migrations.CreateModel(
            name='InnovationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('slug', models.SlugField(db_index=False, max_length=120)),
                ('kind', models.CharField(choices=[('DEVICE', 'Medical device'), ('DIAGNOSTIC', 'Diagnostic'), ('DIGITAL', 'Digital health')], max_length=20)),
                ('clinical_area', models.CharField(choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], max_length=20)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('problem', models.TextField(blank=True)),
                ('description', models.TextField(blank=True)),
                ('list_price', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('price_unit', models.CharField(blank=True, max_length=80)),
                ('created_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.innovation')),
                ('innovator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovator')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='innovation',
            name='innovator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='innovations', to='evidence.innovator'),
        ),
        migrations.CreateModel(
            name='InnovatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('slug', models.SlugField(db_index=False, max_length=80)),
                ('website', models.URLField(blank=True)),
                ('is_demonstration', models.BooleanField(default=False)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.innovator')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InnovatorMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('innovator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='evidence.innovator')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='innovator_memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'innovator member',
            },
        ),
        migrations.CreateModel(
            name='InnovatorMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('innovator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovator')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.innovatormember')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product_version', models.CharField(max_length=40)),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('DRAFT', 'In draft'), ('FROZEN', 'Submitted and frozen')], default='DRAFT', max_length=20)),
                ('created_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(blank=True, null=True)),
                ('content', models.JSONField(blank=True, null=True)),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('frozen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='evidence.innovation')),
            ],
            options={
                'verbose_name': 'evidence pack',
            },
        ),
        migrations.CreateModel(
            name='DocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('original_name', models.CharField(max_length=300)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('stored_as', models.CharField(max_length=200)),
                ('uploaded_at', models.DateTimeField()),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.document')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pack', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.pack')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='document',
            name='pack',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='evidence.pack'),
        ),
        migrations.CreateModel(
            name='CertificateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('UKCA', 'UKCA certificate'), ('CE', 'CE certificate'), ('CYBER_ESSENTIALS', 'Cyber Essentials'), ('DSPT', 'Data Security and Protection Toolkit'), ('ISO_13485', 'ISO 13485 certificate'), ('ISO_27001', 'ISO 27001 certificate')], max_length=20)),
                ('number', models.CharField(max_length=80)),
                ('issued_by', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('expires_on', models.DateField()),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.certificate')),
                ('pack', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.pack')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='certificate',
            name='pack',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='evidence.pack'),
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='evidence.pack')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.requirement')),
            ],
            options={
                'verbose_name': 'answer',
            },
        ),
        migrations.CreateModel(
            name='PublicFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.TextField()),
                ('source_title', models.CharField(max_length=200)),
                ('source_url', models.URLField(max_length=500)),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='public_facts', to='evidence.innovation')),
            ],
            options={
                'verbose_name': 'public fact',
            },
        ),
        migrations.CreateModel(
            name='PublicFactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('statement', models.TextField()),
                ('source_title', models.CharField(max_length=200)),
                ('source_url', models.URLField(max_length=500)),
                ('innovation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.publicfact')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('text', models.TextField()),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.answer')),
                ('pack', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.pack')),
                ('requirement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.requirement')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RequirementSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60)),
                ('version', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('effective_from', models.DateField()),
            ],
            options={
                'verbose_name': 'requirement set',
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='requirement_set_version_once')],
            },
        ),
        migrations.CreateModel(
            name='RequirementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('guidance', models.TextField()),
                ('kind', models.CharField(choices=[('TEXT', 'Written answer'), ('CERTIFICATE', 'Certificate with an expiry date'), ('DOCUMENT', 'Document')], max_length=20)),
                ('section', models.CharField(choices=[('CLINICAL', 'Clinical evidence'), ('VALUE', 'Cost and value'), ('OPERATIONS', 'Workflow and operations'), ('ASSURANCE', 'Regulation and safety')], max_length=20)),
                ('mandatory', models.BooleanField(default=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.requirement')),
                ('requirement_set', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.requirementset')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='requirement',
            name='requirement_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='evidence.requirementset'),
        ),
        migrations.CreateModel(
            name='PackEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('product_version', models.CharField(max_length=40)),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('DRAFT', 'In draft'), ('FROZEN', 'Submitted and frozen')], default='DRAFT', max_length=20)),
                ('created_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(blank=True, null=True)),
                ('content', models.JSONField(blank=True, null=True)),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('frozen_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('innovation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.pack')),
                ('requirement_set', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.requirementset')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='pack',
            name='requirement_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.requirementset'),
        ),
        migrations.CreateModel(
            name='RequirementSetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60)),
                ('version', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('effective_from', models.DateField()),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.requirementset')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='innovation',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='innovation_search'),
        ),
        migrations.AddIndex(
            model_name='innovation',
            index=models.Index(condition=models.Q(('published_at__isnull', False)), fields=['name', 'id'], name='innovation_public_by_name'),
        ),
        migrations.AddIndex(
            model_name='innovation',
            index=models.Index(condition=models.Q(('published_at__isnull', False)), fields=['kind', 'clinical_area'], include=('id',), name='innovation_public_facets'),
        ),
        migrations.AddConstraint(
            model_name='innovation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['DEVICE', 'DIAGNOSTIC', 'DIGITAL'])), name='innovation_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='innovation',
            constraint=models.CheckConstraint(condition=models.Q(('clinical_area__in', ['CANCER', 'CARDIOLOGY', 'DIABETES', 'DIGESTIVE', 'EMERGENCY', 'EYES', 'MATERNITY', 'MENTAL_HEALTH', 'MUSCULOSKELETAL', 'NEUROLOGY', 'RESPIRATORY', 'SURGERY', 'URINARY', 'OTHER'])), name='innovation_area_known'),
        ),
        migrations.AddConstraint(
            model_name='innovation',
            constraint=models.CheckConstraint(condition=models.Q(('list_price', None), ('list_price__gte', 0), _connector='OR'), name='innovation_price_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='innovatormember',
            constraint=models.UniqueConstraint(fields=('innovator', 'person'), name='innovator_member_once'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('pack', 'sha256'), name='document_once_in_pack'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='document_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('pack', 'kind', 'number'), name='certificate_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('valid_from'))), name='certificate_expires_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['UKCA', 'CE', 'CYBER_ESSENTIALS', 'DSPT', 'ISO_13485', 'ISO_27001'])), name='certificate_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='publicfact',
            constraint=models.UniqueConstraint(fields=('innovation', 'source_url', 'statement'), name='public_fact_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('pack', 'requirement'), name='answer_once'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.UniqueConstraint(fields=('requirement_set', 'code'), name='requirement_once_in_set'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['TEXT', 'CERTIFICATE', 'DOCUMENT'])), name='requirement_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.CheckConstraint(condition=models.Q(('section__in', ['CLINICAL', 'VALUE', 'OPERATIONS', 'ASSURANCE'])), name='requirement_section_known'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'FROZEN'])), name='evidence_pack_state_known'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.UniqueConstraint(fields=('innovation', 'product_version', 'revision'), name='pack_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'DRAFT')), fields=('innovation',), name='pack_one_draft_per_innovation'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content', None), ('content_hash', ''), ('frozen_at', None), ('frozen_by', None), ('state', 'DRAFT')), models.Q(('content__isnull', False), ('frozen_at__isnull', False), ('frozen_by__isnull', False), ('state', 'FROZEN'), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='pack_frozen_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_innovatorevent" ("id", "is_demonstration", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "website") VALUES (NEW."id", NEW."is_demonstration", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."website"); RETURN NULL;', hash='fc0166bf765df6446309d6c213d928693d6301cc', operation='INSERT', pgid='pgtrigger_insert_insert_0981e', table='evidence_innovator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_innovatorevent" ("id", "is_demonstration", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "website") VALUES (NEW."id", NEW."is_demonstration", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."website"); RETURN NULL;', hash='9de53caac03cb2da04f80148f7d7035bd3438ced', operation='UPDATE', pgid='pgtrigger_update_update_e7789', table='evidence_innovator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirementset',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_requirementsetevent" ("code", "effective_from", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "version") VALUES (NEW."code", NEW."effective_from", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."version"); RETURN NULL;', hash='200fad708f09c5a531f1223754ba885332205af2', operation='INSERT', pgid='pgtrigger_insert_insert_8c11b', table='evidence_requirementset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirementset',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_requirementsetevent" ("code", "effective_from", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "version") VALUES (NEW."code", NEW."effective_from", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."version"); RETURN NULL;', hash='97f480c12a85ac4352299af35d42ed02549fd9c0', operation='UPDATE', pgid='pgtrigger_update_update_3bbef', table='evidence_requirementset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='01e1bcda340f0f6bb853749ed2f917fc8fa16c9a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0855b', table='evidence_innovationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_innovationevent" ("clinical_area", "created_at", "description", "id", "innovator_id", "kind", "list_price", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_unit", "problem", "published_at", "slug", "summary") VALUES (NEW."clinical_area", NEW."created_at", NEW."description", NEW."id", NEW."innovator_id", NEW."kind", NEW."list_price", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."price_unit", NEW."problem", NEW."published_at", NEW."slug", NEW."summary"); RETURN NULL;', hash='58da02298148030f5cf935152447dd8baad633e0', operation='INSERT', pgid='pgtrigger_insert_insert_708f6', table='evidence_innovation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."clinical_area" IS DISTINCT FROM (NEW."clinical_area") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."innovator_id" IS DISTINCT FROM (NEW."innovator_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."list_price" IS DISTINCT FROM (NEW."list_price") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."price_unit" IS DISTINCT FROM (NEW."price_unit") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."summary" IS DISTINCT FROM (NEW."summary"))', func='INSERT INTO "evidence_innovationevent" ("clinical_area", "created_at", "description", "id", "innovator_id", "kind", "list_price", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_unit", "problem", "published_at", "slug", "summary") VALUES (NEW."clinical_area", NEW."created_at", NEW."description", NEW."id", NEW."innovator_id", NEW."kind", NEW."list_price", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."price_unit", NEW."problem", NEW."published_at", NEW."slug", NEW."summary"); RETURN NULL;', hash='f8eab287eebc99442aa0704f6b0fa291c9e1cf60', operation='UPDATE', pgid='pgtrigger_update_update_377b4', table='evidence_innovation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovatorevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='12efffaf576b7590f8ce2bd2bf36b4a8161ff3d9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_da172', table='evidence_innovatorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovatormember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_innovatormemberevent" ("id", "innovator_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."innovator_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='d3032027b17d749be1acd4a8b21121152ad5e9f2', operation='INSERT', pgid='pgtrigger_insert_insert_0f18f', table='evidence_innovatormember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovatormember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_innovatormemberevent" ("id", "innovator_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."innovator_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='7eadb8e093eb5d13ba38c1c94d0cecbc73fd5930', operation='UPDATE', pgid='pgtrigger_update_update_71215', table='evidence_innovatormember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovatormember',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_innovatormemberevent" ("id", "innovator_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."innovator_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='7e3d5c8ba700d501c04f4a6e0bb85ab4d7b65d33', operation='DELETE', pgid='pgtrigger_delete_delete_fe83e', table='evidence_innovatormember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='innovatormemberevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f49e18f8bba30d909465ec3bcdb7230cce2942d8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5bc50', table='evidence_innovatormemberevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='66a9300810e66f9c4e6887c618a50f716285b003', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c5b37', table='evidence_documentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='held_by_pack', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE standing text;', func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO standing FROM evidence_pack WHERE id = OLD.pack_id FOR SHARE;\n                IF standing = 'FROZEN' THEN RAISE EXCEPTION 'evidence pack % is frozen', OLD.pack_id; END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            SELECT state INTO standing FROM evidence_pack WHERE id = NEW.pack_id FOR SHARE;\n            IF standing = 'FROZEN' THEN RAISE EXCEPTION 'evidence pack % is frozen', NEW.pack_id; END IF;\n            RETURN NEW;\n        ", hash='1043d7c18565abe61b7703e1f9d30a2f28509ee6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_pack_3a010', table='evidence_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_documentevent" ("content_type", "id", "original_name", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "stored_as", "title", "uploaded_at", "uploaded_by_id") VALUES (NEW."content_type", NEW."id", NEW."original_name", NEW."pack_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."size", NEW."stored_as", NEW."title", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='48a604544eff31f50710860402adbaf16dd06e4d', operation='INSERT', pgid='pgtrigger_insert_insert_9e6d2', table='evidence_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_documentevent" ("content_type", "id", "original_name", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "stored_as", "title", "uploaded_at", "uploaded_by_id") VALUES (NEW."content_type", NEW."id", NEW."original_name", NEW."pack_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."size", NEW."stored_as", NEW."title", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='f7959115453268f387a1a74fc0eb0a2678f3e373', operation='UPDATE', pgid='pgtrigger_update_update_6bbfe', table='evidence_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_documentevent" ("content_type", "id", "original_name", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "stored_as", "title", "uploaded_at", "uploaded_by_id") VALUES (OLD."content_type", OLD."id", OLD."original_name", OLD."pack_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sha256", OLD."size", OLD."stored_as", OLD."title", OLD."uploaded_at", OLD."uploaded_by_id"); RETURN NULL;', hash='acb02ddd32fd17e1a2f1e7c3558ea08bdf6186f2', operation='DELETE', pgid='pgtrigger_delete_delete_db237', table='evidence_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificateevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d8c5d003c893eb4a1dcdb0f53488ec2c2bcc0a0f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_72837', table='evidence_certificateevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='held_by_pack', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE standing text;', func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO standing FROM evidence_pack WHERE id = OLD.pack_id FOR SHARE;\n                IF standing = 'FROZEN' THEN RAISE EXCEPTION 'evidence pack % is frozen', OLD.pack_id; END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            SELECT state INTO standing FROM evidence_pack WHERE id = NEW.pack_id FOR SHARE;\n            IF standing = 'FROZEN' THEN RAISE EXCEPTION 'evidence pack % is frozen', NEW.pack_id; END IF;\n            RETURN NEW;\n        ", hash='5061ede255d4ceda4855a7318df655e82f8805ec', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_pack_749c6', table='evidence_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_certificateevent" ("expires_on", "id", "issued_by", "kind", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") VALUES (NEW."expires_on", NEW."id", NEW."issued_by", NEW."kind", NEW."number", NEW."pack_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from"); RETURN NULL;', hash='eedec077e88645cc2f9aa341a366adbddae22ab2', operation='INSERT', pgid='pgtrigger_insert_insert_3891e', table='evidence_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_certificateevent" ("expires_on", "id", "issued_by", "kind", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") VALUES (NEW."expires_on", NEW."id", NEW."issued_by", NEW."kind", NEW."number", NEW."pack_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from"); RETURN NULL;', hash='77a614c71222849b58d2a49bf201e684dc080d85', operation='UPDATE', pgid='pgtrigger_update_update_eb6b2', table='evidence_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_certificateevent" ("expires_on", "id", "issued_by", "kind", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") VALUES (OLD."expires_on", OLD."id", OLD."issued_by", OLD."kind", OLD."number", OLD."pack_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."valid_from"); RETURN NULL;', hash='9da4e5a80581258c281cc10709edd9fa56c1a75c', operation='DELETE', pgid='pgtrigger_delete_delete_8ccdd', table='evidence_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicfact',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_publicfactevent" ("id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_title", "source_url", "statement") VALUES (NEW."id", NEW."innovation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_title", NEW."source_url", NEW."statement"); RETURN NULL;', hash='4b863642f190c4d24dfbe8c7b9196130114fc53e', operation='INSERT', pgid='pgtrigger_insert_insert_5fd1f', table='evidence_publicfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicfact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_publicfactevent" ("id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_title", "source_url", "statement") VALUES (NEW."id", NEW."innovation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_title", NEW."source_url", NEW."statement"); RETURN NULL;', hash='55b7c874670f2e1ba76345547ee99fa62c7bbbbd', operation='UPDATE', pgid='pgtrigger_update_update_e9bbe', table='evidence_publicfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicfactevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c6af11d19165ce26a040801bc770c619d1de0fc1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_894f9', table='evidence_publicfactevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3051e906c0749286a97d70474b11003e40237bbd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a5e9d', table='evidence_answerevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='held_by_pack', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE standing text;', func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO standing FROM evidence_pack WHERE id = OLD.pack_id FOR SHARE;\n                IF standing = 'FROZEN' THEN RAISE EXCEPTION 'evidence pack % is frozen', OLD.pack_id; END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            SELECT state INTO standing FROM evidence_pack WHERE id = NEW.pack_id FOR SHARE;\n            IF standing = 'FROZEN' THEN RAISE EXCEPTION 'evidence pack % is frozen', NEW.pack_id; END IF;\n            RETURN NEW;\n        ", hash='cfc7e197ac8db08817652514ea603d041f777ee2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_pack_30af5', table='evidence_answer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_answerevent" ("changed_at", "changed_by_id", "id", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirement_id", "text") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."pack_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."requirement_id", NEW."text"); RETURN NULL;', hash='365551d44d6c451fe57d6e33506e8deb4000bb54', operation='INSERT', pgid='pgtrigger_insert_insert_a3fc8', table='evidence_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_answerevent" ("changed_at", "changed_by_id", "id", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirement_id", "text") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."pack_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."requirement_id", NEW."text"); RETURN NULL;', hash='b937716b33adecaf9cf5aeb0a7bbc1dd1bfacbac', operation='UPDATE', pgid='pgtrigger_update_update_ecc46', table='evidence_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirementevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='82feccefecd65f1f986b70a714c510e34bd4e353', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fdff2', table='evidence_requirementevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_requirementevent" ("code", "guidance", "id", "kind", "mandatory", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "requirement_set_id", "section", "title") VALUES (NEW."code", NEW."guidance", NEW."id", NEW."kind", NEW."mandatory", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."requirement_set_id", NEW."section", NEW."title"); RETURN NULL;', hash='1ad2d7c55335ec03ae3740f835d4aa5909a121a3', operation='INSERT', pgid='pgtrigger_insert_insert_eaf57', table='evidence_requirement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_requirementevent" ("code", "guidance", "id", "kind", "mandatory", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "requirement_set_id", "section", "title") VALUES (NEW."code", NEW."guidance", NEW."id", NEW."kind", NEW."mandatory", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."requirement_set_id", NEW."section", NEW."title"); RETURN NULL;', hash='182e9d73455014ecfce7884f6553a2fb18653e03', operation='UPDATE', pgid='pgtrigger_update_update_44ab8', table='evidence_requirement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='331d80bfadc7e7d8bf5bedd369f1a029c8014b54', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_634c2', table='evidence_packevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pack',
            trigger=pgtrigger.compiler.Trigger(name='frozen_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'FROZEN\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e2cf2f4c1feb3094f50868104b1564b7411e3f90', operation='UPDATE', pgid='pgtrigger_frozen_never_changed_c9c48', table='evidence_pack', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pack',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{DRAFT:FROZEN}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='de1574c5a8eff55f3c522dc6e203313d6fc96ab9', operation='UPDATE', pgid='pgtrigger_legal_moves_3abd3', table='evidence_pack', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pack',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d271875f1057ba9b41a289846f51eeb53058fd6d', operation='DELETE', pgid='pgtrigger_never_deleted_326a1', table='evidence_pack', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pack',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_packevent" ("content", "content_hash", "created_at", "frozen_at", "frozen_by_id", "id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_version", "requirement_set_id", "revision", "state") VALUES (NEW."content", NEW."content_hash", NEW."created_at", NEW."frozen_at", NEW."frozen_by_id", NEW."id", NEW."innovation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."product_version", NEW."requirement_set_id", NEW."revision", NEW."state"); RETURN NULL;', hash='b0e318f1a58e8a83e688d19e9cd3b399d313c85d', operation='INSERT', pgid='pgtrigger_insert_insert_c5a69', table='evidence_pack', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pack',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_packevent" ("content", "content_hash", "created_at", "frozen_at", "frozen_by_id", "id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_version", "requirement_set_id", "revision", "state") VALUES (NEW."content", NEW."content_hash", NEW."created_at", NEW."frozen_at", NEW."frozen_by_id", NEW."id", NEW."innovation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."product_version", NEW."requirement_set_id", NEW."revision", NEW."state"); RETURN NULL;', hash='9175eb19085e2965f6fb67395a6e2a91bcef007e', operation='UPDATE', pgid='pgtrigger_update_update_4c8f8', table='evidence_pack', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirementsetevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cf8468cc85d7aa2eb4772b8a1eb81ba7e741a88f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_90980', table='evidence_requirementsetevent', when='BEFORE')),
        ),
    ]
