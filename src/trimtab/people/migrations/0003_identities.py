"""People are known by identities, and may be without e-mail.

What somebody signs in with becomes an identity: the e-mail address, or the name of somebody without
one, which was kept as an address of a domain that cannot exist. Whoever was erased has none. Two
queries and a rewrite, whatever the number of people.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

FORWARDS = """
INSERT INTO people_identity (person_id, provider, subject)
SELECT id,
       CASE WHEN email LIKE '%@no-mail.invalid' THEN 'name' ELSE 'email' END,
       CASE WHEN email LIKE '%@no-mail.invalid' THEN left(lower(email), -16) ELSE lower(email) END
  FROM people_person
 WHERE email NOT LIKE '%@erased.invalid';
UPDATE people_person SET email = '' WHERE email LIKE '%@no-mail.invalid';
"""
BACKWARDS = """
UPDATE people_person SET email = named.subject || '@no-mail.invalid'
  FROM people_identity AS named
 WHERE named.person_id = people_person.id AND named.provider = 'name' AND people_person.email = '';
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_letting_people_in")]
    operations = [
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=254)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "identity",
            models.UniqueConstraint(fields=("provider", "subject"), name="identity_is_one_persons"),
        ),
        migrations.AlterField("person", "email", models.EmailField(blank=True, max_length=254)),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.AddConstraint(
            "person",
            models.UniqueConstraint(
                condition=~Q(email=""), fields=("email",), name="email_is_one_persons"
            ),
        ),
    ]
