"""Entries: telephone numbers that are announced as such."""

from __future__ import annotations

ENTRIES = r"""
=== python
ON_CALL = {"phone": "«phone_us_long»", "hours": "22-06"}
=== python
# If the gate hangs, call the porter: tel. «phone_de»
GATE_TIMEOUT = 30
=== python
message = twilio.messages.create(body="Tide alarm", to="«phone_compact»", from_=SENDER)
=== python
def test_signup(client):
    client.post("/signup", {"mobile_number": "«phone_uk_mobile»", "plan": "basic"})
=== java
contact.setPhoneNumber("«phone_us_dashed»");
contact.setPreferred(Channel.VOICE);
=== java
/**
 * Prints the label. Printer trouble: phone «phone_uk».
 */
void print(Label label) {
    spooler.add(label);
}
=== java
private static final String FAX_NUMBER = "«phone_de_slash»";
=== c++
// Support for the laser: Tel. «phone_jp» (weekdays).
constexpr int kMaxPower = 40;
=== c++
about->setText(tr("Sluice Control 4\nPhone: «phone_us»"));
=== c
/* Emergency stop does not work? Phone: «phone_uk» */
#define ESTOP_PIN 17
=== php
<p>Telephone: <?= $office ?? '«phone_fr»' ?></p>
=== php
$vcard->addPhoneNumber('«phone_de»', 'WORK');
$vcard->addUrl('https://orchard.brackenhill.org');
=== typescript
export const hotline = { label: 'Call us', phone: '«phone_us»', weekend: false };
=== typescript
it('shows the telephone', () => {
  render(<Card telephone="«phone_es_dotted»" />);
});
=== javascript
const footer = '<a href="tel:«phone_compact»">Ring the bell</a>';
=== javascript
const seed = [
  { city: 'Bergen', phone: '«phone_us_dotted»' },
];
=== c#
new Customer { Id = 7, Mobile = "«phone_in»", IsActive = true };
=== c#
/// <remarks>Licensing: ask the vendor, phone «phone_us_dashed».</remarks>
public bool HasDongle() => dongle.Present;
=== shell
#!/bin/sh
# Pager of the night shift (phone: «phone_us_dashed»)
send_page() { echo "$1" >> /var/spool/pager; }
=== shell
echo "Backup failed. Please phone «phone_de»." >&2
exit 1
=== yaml
info:
  title: Lock keepers
  contact:
    phone: "«phone_uk»"
=== yaml
receivers:
  - name: night
    sms_to: "«phone_compact»"
    delay: 5m
=== markdown
## Reach us

Phone: «phone_us»
=== markdown
Lost your badge? Call «phone_us_dashed» and ask for the front desk.
=== html
<footer>
  <span class="fn">Harbor office</span>, phone <span class="tel">«phone_fr»</span>
</footer>
=== html
<li>WhatsApp: «phone_br»</li>
=== sql
INSERT INTO customers (id, city, telephone) VALUES (12, 'Porto', '«phone_es_dotted»');
=== xml
<contact>
  <office>Lock 3</office>
  <phone type="mobile">«phone_us_long»</phone>
</contact>
=== json
{
  "office": "Harbor",
  "phoneNumber": "«phone_in»",
  "open": true
}
=== ini
[sms]
modem = /dev/ttyUSB0
phone = «phone_us_long»
=== kotlin
val dial = Intent(Intent.ACTION_DIAL, Uri.parse("tel:«phone_us_dashed»"))
startActivity(dial)
=== restructuredtext
Contact
-------

Cell phone: «phone_uk_mobile»
"""
