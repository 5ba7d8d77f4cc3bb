"""Entries: what has the form of a mail address and is that of no person."""

from __future__ import annotations

ENTRIES = r"""
=== python
def test_mail_is_lowered():
    assert normalize("«=Jane.Roe@Example.COM»") == "jane.roe@example.com"
=== python
parser.add_argument("--mail", help="where to send it, such as «=you@example.org»")
=== python
DEFAULT_FROM_EMAIL = "«=noreply@example.com»"
=== python
url = "«=git@github.com»:lumenforge/gull.git"
subprocess.run(["git", "clone", "--depth=1", url], check=True)
=== python
target = "«={user}@{host}»".format(user=login, host=node)
=== python
broker = "redis://localhost:6379/0"
log.info("worker %s", "«=celery@%h»")
=== java
/** Accepts {@code «=local@domain»} and nothing else. */
boolean matches(String text);
=== java
assertThrows(InvalidMail.class, () -> Mail.parse("«=user@@example.com»"));
=== java
var user = new User("alice", "«=alice@example.com»");
repository.save(user);
=== c++
EXPECT_FALSE(is_mail("«=nobody@invalid»"));
=== c++
std::printf("usage: send --from «=me@example.net» FILE\n");
=== c
static const char from[] = "«=root@localhost»";
=== php
$mail->setFrom('«=noreply@example.org»', 'Shop');
=== php
$this->assertSame('j***@example.com', mask('«=john.doe@example.com»'));
=== php
<input type="email" name="mail" placeholder="«=name@domain.com»">
=== typescript
const mail = faker.internet.email() ?? '«=test@test.com»';
=== typescript
expect(parse('«=a@b.co»')).toEqual({ local: 'a', host: 'b.co' });
=== typescript
<Input placeholder="«=your.email@example.com»" autoComplete="email" />
=== javascript
const pattern = /^«=[^\s@]+@[^\s@]+\.[^\s@]+»$/;
=== javascript
cy.get('#mail').type('«=foo@example.com»');
cy.contains('Send').click();
=== c#
[InlineData("«=user@example.com»", true)]
[InlineData("user.example.com", false)]
public void Checks(string mail, bool valid) => Assert.Equal(valid, Mail.IsValid(mail));
=== c#
throw new FormatException($"{mail} is not of the form «=name@host»");
=== shell
git config user.name "Build"
git config user.email "«=build@localhost»"
=== shell
git commit --author "dependabot[bot] <«=49699333+dependabot[bot]@users.noreply.github.com»>" -m "Bump gull"
=== shell
rsync -a site/ "«=${DEPLOY_USER}@${DEPLOY_HOST}»:/srv/site"
=== yaml
git:
  user: github-actions[bot]
  email: «=github-actions[bot]@users.noreply.github.com»
=== yaml
acme:
  email: «=admin@example.com»
=== markdown
Clone it with `git clone ssh://«=git@gitlab.com»/northfjord/charts.git`.
=== markdown
| column | example |
| ------ | ------- |
| mail   | «=jane@example.com» |
=== ini
[alerts]
to = «=someone@example.com»
=== json
{
  "dependencies": {
    "gull": "git+ssh://«=git@github.com»/lumenforge/gull.git#v2.0.0"
  }
}
=== sql
INSERT INTO users (mail) VALUES ('«=user1@example.com»'), ('user2@example.com');
=== xml
<xs:documentation>Such as «=user@example.com»</xs:documentation>
=== dockerfile
ENV GIT_COMMITTER_EMAIL=«=nobody@example.invalid»
=== kotlin
composeTestRule.onNodeWithTag("mail").performTextInput("«=test@example.com»")
"""
