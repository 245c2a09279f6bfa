import django.db.models.deletion
import django.db.models.functions.datetime
import srm.lifecycle.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('events', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=srm.lifecycle.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('params', models.JSONField(default=dict)),
                ('url', models.CharField(blank=True, max_length=300)),
                ('subject_type', models.CharField(blank=True, max_length=60)),
                ('subject_id', models.BigIntegerField(null=True)),
                ('in_app', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('read_at', models.DateTimeField(null=True)),
                ('email_status', models.CharField(choices=[('not_wanted', 'Not wanted'), ('due', 'Due'), ('sent', 'Sent'), ('failed', 'Failed')], default='not_wanted', max_length=10)),
                ('email_attempts', models.PositiveSmallIntegerField(default=0)),
                ('email_next_at', models.DateTimeField(null=True)),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'indexes': [models.Index(condition=models.Q(('in_app', True)), fields=['recipient', '-id'], name='notice_inbox'), models.Index(condition=models.Q(('in_app', True), ('read_at', None)), fields=['recipient'], name='notice_unread'), models.Index(condition=models.Q(('email_status', 'due')), fields=['email_next_at'], name='notice_email_due')],
                'constraints': [models.UniqueConstraint(fields=('event', 'recipient', 'kind'), name='notice_once_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('channel', models.CharField(choices=[('both', 'Inbox and e-mail'), ('in_app', 'Inbox only'), ('email', 'E-mail only'), ('none', 'Not at all')], max_length=10)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='preference_once_per_kind')],
            },
        ),
    ]
