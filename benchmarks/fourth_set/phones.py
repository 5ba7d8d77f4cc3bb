"""Phone numbers of persons and of contacts."""

PHONES = r"""
%% python+
PHONE_NUMBER = "§us_e164§"
%% python
from twilio.rest import Client

client = Client(account_sid, auth_token)
client.messages.create(to="§e164§", from_=SENDER, body="Build failed")
%% python
contact = {
    "company": "Ostwerk GmbH",
    "phone": "§german§",
    "city": "München",
}
%% python+
# call ¤name¤ (mobile §german_mobile§) before restarting the importer
%% java
/**
 * Payment gateway of the shop.
 *
 * Technical contact: ¤name¤, tel. §russian§
 */
public class Gateway {
}
%% java
class Seed {
    void load(CustomerRepository customers) {
        Customer customer = new Customer("Drachen");
        customer.setPhone("§polish§");
        customers.save(customer);
    }
}
%% java
class Seeds {
    static void load(UserRepository users) {
        users.save(new User("¤name¤", "§french§", "Lyon"));
    }
}
%% php+
$phone = '§brazilian§';
%% php
<footer>
  <p>Fernwood Garden Center</p>
  <p>Tel: <?php echo '§british§'; ?></p>
</footer>
%% php
<?php
DB::table('customers')->insert([
    'name' => '¤name¤',
    'telefone' => '§brazilian_local§',
]);
%% javascript
const vendors = [
  { name: 'Tallgrid Supply', phone: '§us_parens§', zip: '75001' },
];
%% javascript+
// order desk: §indian§, Monday to Friday
%% javascript
export default function Footer() {
  return <a href="tel:§us_dashes§">Call us</a>;
}
%% typescript
export const OFFICES = [
  { city: "Zurich", tel: "§swiss§" },
];
%% typescript+
const hotline = "§dutch§";
%% c#
var supplier = new Supplier
{
    Name = "Nordhavn AB",
    Phone = "§swedish§",
};
%% c#+
private const string SupportPhone = "§us_dots§";
%% c++
/*
 * Firmware of the gate controller
 * Service: ¤name¤, mobile §italian§
 */
#define ALARM_DELAY 30
%% c++
void notify() {
  gsm.sendSMS("§indian_dash§", "Motion detected");
}
%% shell+
ALERT_SMS="§australian§"
%% yaml
contacts:
  - name: ¤name¤
    role: on call
    phone: "§us§"
%% yaml
company: Fernwood
address: 12 Mill Lane
telephone: §british_mobile§
%% json
{
  "id": 42,
  "name": "¤name¤",
  "phone": "§us_parens§",
  "company": "Lumenco"
}
%% json+
"contactPhone": "§japanese§",
%% json
{
  "@context": "https://schema.org",
  "@type": "LocalBusiness",
  "name": "Girasol",
  "telephone": "§spanish§"
}
%% xml
<contact>
  <name>¤name¤</name>
  <phone>§chinese§</phone>
</contact>
%% xml
<resources>
    <string name="app_name">Taxi Vesuvio</string>
    <string name="dispatcher_phone">§turkish§</string>
</resources>
%% html
<div class="contact">
  <i class="fa fa-phone"></i> <a href="#">§us_dashes§</a>
</div>
%% html
<p>Téléphone : §french_local§</p>
<p>Ouvert du lundi au vendredi</p>
%% text
BEGIN:VCARD
VERSION:3.0
FN:¤name¤
TEL;TYPE=CELL:§russian_mobile§
END:VCARD
%% markdown+
Emergency contact for the lab: ¤name¤, §chinese_plain§ (mobile).
%% ini+
admin_phone = §us_e164§
"""
