"""Lines with personal data: addresses, handles, names behind author tags, addresses of machines, phones.

`place| line` begins an entry, `| line` goes on with it. `§slot§` is the planted value, `§=value§` too.
"""

EMAILS = r"""
python-head| # -*- coding: utf-8 -*-
| # Questions to §email§
python| __email__ = "§email§"
python-head| '''Count the words of a text.
|
| Contact: §email§
| '''
python-body| self.report_to = ["§email§"]
python| setup(name="orders", version="0.1", author_email="§email§", packages=find_packages())
python-body| # ask §email§ before changing this
java-head| /**
|  * Breadth-first search.
|  *
|  * Please mail bugs to &lt;§email§&gt;.
|  */
java| private static final String ADMIN = "§email§";
java-body| message.setFrom(new InternetAddress("§email§"));
java-head| // (c) by the team, mail: §email§
c++-head| // Maintained by <§email§>
c++-body| std::cerr << "internal error, please mail §email§\n";
c| /* Patch from §email§, thanks! */
php-head| /**
|  * Theme functions
|  * @link mailto:§email§
|  */
php-body| $to = '§email§';
php-body| mail("§email§", "New order", $body);
typescript| export const SUPPORT = { mail: '§email§' };
typescript-body| // reported by §email§
javascript| /* global $ */
| // Bugs: §email§
javascript-body| $('#email').val('§email§');
c#| private const string Receiver = "§email§";
c#-body| mail.CC.Add("§email§"); // gets all of them
shell| # Maintainer: <§email§>
shell| MAILTO=§email§
shell| git config user.email "§email§"
yaml| ACME_EMAIL: §email§
yaml-top| notifications:
|   email: §email§
markdown| Questions? Write to [us](mailto:§email§).
markdown| Pull requests and mails to <§email§> are welcome.
restructuredtext| :Contact: §email§
ini| admin_email = §email§
dockerfile| LABEL maintainer="§email§"
sql| INSERT INTO customers (name, email) VALUES ('shop', '§email§');
xml| <developer><email>§email§</email></developer>
html| <a href="mailto:§email§">Write to us</a>
json| "bugs": { "email": "§email§" },
"""

HANDLES = r"""
python-body| # TODO(§handle§): retry only on timeouts
python-body| # FIXME(§handle§) the limit is wrong for empty pages
python| # TODO §handle§: move to settings
python-body| # XXX(§handle§): why is this needed?
python-head| # Thanks to https://github.com/§handle§ for the idea.
python-body| # see the comment of @§handle§ in the pull request
python| # NOTE(§handle§): order matters here.
java-body| // TODO(§handle§): remove after the migration
java-body| // FIXME §handle§: this is called twice on rotation
java| // HACK(§handle§): the repository has no paging
java| // TODO: @§handle§ please check the default
java-head| /*
|  * Ported from https://github.com/§handle§ with changes.
|  */
c++-body| // TODO(§handle§): Use a bounded queue here.
c++| // BUG(§handle§): splits empty strings into one.
c++-head| // OWNER: @§handle§
c| /* TODO(§handle§): handle NULL */
php-body| // @todo §handle§: cache the result
php| // TODO(§handle§) - replace mail() by SMTP
typescript-body| // TODO(§handle§): type the response
typescript| // cc @§handle§
javascript| // TODO(§handle§): tests!
javascript| // Inspired by a snippet of github.com/§handle§
javascript-body| // todo(§handle§) page size from the server
c#| // TODO(§handle§): make this concurrent
c#-body| // HACK @§handle§: remove when 6.0 is out
shell| # TODO(§handle§): sign the archives
shell| # FIXME(§handle§): breaks on spaces
yaml| # TODO(§handle§): pin the image
yaml-top| # ping @§handle§ when this breaks
markdown| Thanks to [@§handle§](#thanks) for the first version.
markdown| * Fixed paging (by @§handle§)
markdown| Made by [the author](https://github.com/§handle§).
restructuredtext| Thanks to @§handle§ for the report.
go| // TODO(§handle§): read the port from the flags
"""

NAMES = r"""
python-head| # Author: §name§
python| __author__ = "§name§"
python-head| '''
| Count words.
|
| :author: §name§
| '''
python-head| # @author: §name§
python| __maintainer__ = '§name§'
python-head| # Created by §name§ on 14.03.2017
python| setup(name="orders", author="§name§", packages=find_packages())
java-head| /**
|  * Searches a graph.
|  *
|  * @author §name§
|  */
java-head| /**
|  * @author §name§ (user@example.com)
|  * @version 1.2
|  */
java-head| /**
|  * Created by §name§ on 3/14/16.
|  */
java-head| // Author : §name§
java| /** @author §name§ */
c++-head| /**
|  * \file checksum.h
|  * \author §name§
|  */
c++-head| // Original author: §name§
c| /*
|  * Author:  §name§
|  * Purpose: compare numbers
|  */
c| /* Written by §name§. */
php-head| /**
|  * @package   Theme
|  * @author    §name§ <user@example.com>
|  */
php| /**
|  * @author §name§
|  */
php-head| # Author: §name§
typescript| /**
|  * @author §name§
|  */
typescript| // Author: §name§
javascript| /*!
|  * Debounce
|  * Author: §name§
|  */
javascript| // @author       §name§
c#| /// <author>§name§</author>
c#| // Author: §name§
shell| # Author: §name§
shell| # Written by: §name§
sql| -- Author: §name§
css| /* Author: §name§ */
html| <meta name="author" content="§name§">
json| "author": "§name§",
restructuredtext| .. codeauthor:: §name§
text-file| orders: do not drop the last page
|
| The last page was never read.
|
| Signed-off-by: §name§ <user@example.com>
text-file| paging: start with one
|
| Reviewed-by: §name§ <user@example.com>
| Change-Id: none
markdown| Co-authored-by: §name§ <user@example.com>
"""

MACHINES = r"""
python| HOST = "§ipv4§"
python-body| response = requests.get("http://§ipv4§:8080/status")
python-body| sock.connect(("§ipv4§", 4444))
python| ALLOWED_HOSTS = ["localhost", "§ipv4§"]
python-body| # worked only from §ipv4§ at that time
python| NODES = ["[§ipv6§]:6379"]
java| private static final String SERVER = "§ipv4§";
java-body| Socket socket = new Socket("§ipv4§", 9090);
java| public static final String BASE_URL = "http://§ipv4§/api/";
c++-body| inet_pton(AF_INET, "§ipv4§", &address.sin_addr);
c++-body| const char* host = "§ipv6§";
c| #define SERVER_IP "§ipv4§"
php-body| $conn = mysqli_connect('§ipv4§', 'shop', getenv('PASS'));
php-body| if ($_SERVER['REMOTE_ADDR'] == '§ipv4§') { define('DEBUG', true); }
typescript| export const API = 'http://§ipv4§:3000';
typescript-body| const peer = '§ipv6§';
javascript| const io = require('socket.io-client')('ws://§ipv4§:5000');
javascript| // production: §ipv4§, do not touch
c#| private const string Ip = "§ipv4§";
c#-body| var peer = IPAddress.Parse("§ipv6§");
shell| ssh root@§ipv4§ 'systemctl restart orders'
shell| rsync -a build/ deploy@§ipv4§:/srv/www/
shell| iptables -A INPUT -s §ipv4§ -j DROP
shell| ping6 -c 1 §ipv6§
yaml| DB_HOST: §ipv4§
yaml-top| hosts:
|   - §ipv4§
yaml| BIND: "[§ipv6§]:443"
ini| host = §ipv4§
ini| bind-address=§ipv6§
dockerfile| RUN echo "§ipv4§ build-server" >> /etc/hosts
sql| GRANT ALL ON shop.* TO 'shop'@'§ipv4§';
xml| <server host="§ipv4§" port="1433"/>
markdown| The demo runs on http://§ipv4§/ at night.
text| 2017-03-14 08:12:44 sshd[812]: Failed password for root from §ipv4§ port 51522
html| <form action="http://§ipv4§/login.php" method="post"></form>
"""

PHONES = r"""
python-head| # Tel.: §=+49 30 2093 6842§
python| SUPPORT_PHONE = "§=+1 (415) 867-2291§"
python-body| # call the operator: phone §=0171 4829316§
python-body| user = {"name": "shop", "phone": "§=+44 20 7946 3187§"}
python| # Mobile: §=+91 98455 31276§
java| private static final String PHONE = "§=+1-617-304-8826§";
java-body| contact.setPhoneNumber("§=+33 1 47 20 83 16§");
java-head| /*
|  * Acme, Bahnhofstr. 3
|  * Phone: §=+41 44 268 31 97§
|  */
java-body| intent.setData(Uri.parse("tel:§=+919845531827§"));
c++-head| // Phone: §=(212) 683-4471§
c++-body| person.set_phone("§=+1 206 384 9172§");
c| /* Fax: §=+49 89 32168 4415§ */
php-body| $phone = '§=+7 495 739 26 84§';
php| private $telephone = "§=020 7836 4192§";
php-body| $vcard->addPhoneNumber('§=+32 2 648 37 19§', 'WORK');
typescript| export const contact = { phone: '§=+31 20 624 71 83§' };
typescript-body| const phoneNumber = "§=+61 2 9264 7183§";
javascript| var customer = { name: 'shop', mobile: '§=+55 11 98273 4416§' };
javascript-body| $('#phone').val('§=(503) 287-6614§');
c#| public string Phone { get; set; } = "§=+45 33 91 62 74§";
c#-body| sms.Send(to: "§=+46 8 641 73 92§", phoneNumberType: "mobile");
shell| # on call: Tel §=+43 1 587 36 29§
shell| SMS_PHONE="§=+14158672937§"
yaml| ONCALL_PHONE: "§=+1 303 492 7718§"
yaml-top| phone: §=+81 3 3582 6174§
markdown| Phone: §=+49 (0)221 470 83 16§
markdown| Call us: tel. §=030 / 4481 9273§
markdown| **Telephone**: §=+34 91 548 27 63§
restructuredtext| :Phone: §=+48 22 635 81 47§
ini| phone = §=+39 06 4827 3916§
sql| INSERT INTO customers (name, phone) VALUES ('shop', '§=+1 718 392 6648§');
xml| <phone>§=+358 9 4178 2263§</phone>
html| <a href="tel:§=+442078364192§">Call</a>
json| "phone": "§=+1 (512) 478-3316§",
text| Telephone: §=(650) 329-8174§
"""
