import django.db.models.deletion
import django.db.models.functions.datetime
import srm.lifecycle.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('procurement', '0001_initial'),
        ('suppliers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CycleReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('measured_at', models.DateTimeField(editable=False, null=True)),
                ('summary', models.CharField(blank=True, max_length=200, verbose_name='in one sentence')),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='procurement.cycle')),
            ],
            options={
                'verbose_name': 'cycle review',
                'verbose_name_plural': 'cycle reviews',
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('stage', models.CharField(choices=[('needs', 'Needs'), ('segments', 'Segments'), ('tactics', 'Tactics'), ('learn', 'Run and learn')], max_length=10, verbose_name='stage')),
                ('problem', models.CharField(max_length=300, verbose_name='problem')),
                ('evidence', models.CharField(blank=True, max_length=200, verbose_name='evidence')),
                ('evidence_link', models.CharField(blank=True, max_length=200)),
                ('action', models.CharField(blank=True, max_length=300, verbose_name='decided action')),
                ('expected_effect', models.CharField(blank=True, max_length=120, verbose_name='expected effect')),
                ('status', models.CharField(choices=[('open', 'Not decided'), ('decided', 'Decided'), ('dropped', 'Dropped')], default='open', max_length=10, verbose_name='status')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='analytics.cyclereview')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ['review', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('audience', models.CharField(choices=[('requesters', 'Requesters'), ('buyers', 'Buyers'), ('suppliers', 'Suppliers')], max_length=12, verbose_name='audience')),
                ('closes_at', models.DateTimeField(verbose_name='closes')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='procurement.cycle')),
            ],
            options={
                'verbose_name': 'survey',
                'verbose_name_plural': 'surveys',
                'ordering': ['cycle', 'audience'],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'audience'), name='survey_once_per_audience')],
            },
        ),
        migrations.CreateModel(
            name='SurveyInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('supplier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='suppliers.supplier')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='analytics.survey')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='survey_invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'user'), name='survey_invitation_once')],
            },
        ),
        migrations.CreateModel(
            name='SurveyQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200, verbose_name='text')),
                ('texts', models.JSONField(blank=True, default=dict)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='analytics.survey')),
            ],
            options={
                'ordering': ['survey', 'position'],
                'constraints': [models.UniqueConstraint(fields=('survey', 'position'), name='survey_question_position')],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveSmallIntegerField()),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='comment')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='analytics.surveyquestion')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gte', 1), ('value__lte', 5)), name='answer_1_5')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('needs', 'Needs'), ('segments', 'Segments'), ('tactics', 'Tactics'), ('learn', 'Run and learn')], max_length=10)),
                ('code', models.CharField(max_length=40)),
                ('value', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('goal', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('at_least', models.BooleanField(default=True)),
                ('count', models.PositiveIntegerField(default=0)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='analytics.cyclereview')),
            ],
            options={
                'ordering': ['review', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('review', 'code'), name='measure_once')],
            },
        ),
    ]
