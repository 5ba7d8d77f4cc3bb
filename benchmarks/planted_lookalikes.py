"""Lines whose value looks like a secret or personal data and must stay: signs, placeholders, hashes.

`place| line` begins an entry, `| line` goes on with it. `§=value§` is what stays, `§slot§` one that is drawn.
"""

AT_SIGNS = r"""
python| §=@dataclass§
| class Point:
|     x: int
python| §=@app.route§("/orders")
| def orders():
|     return "[]"
python| §=@pytest.mark.parametrize§("size", [1, 2])
| def test_size(size):
|     assert size
python| total = left §=@weights§ + bias
python| §=@property§
| def size(self):
|     return len(self.items)
python-body| # the §=@staticmethod§ above is needed for pickling
python-body| # TODO§=(security)§: check the length
java| §=@Autowired§
| private OrderRepository orders;
java| §=@SuppressWarnings§("unchecked")
| private List<Order> open;
java| /** §=@deprecated§ use the other constructor. */
java| /** Sends it. {§=@link§ InvoiceRepository} keeps it. */
java| // see the §=@Transactional§ annotation of the caller
java-head| /**
|  * §=@param§ <T> type of a node
|  */
java-head| §=@RestController§
java| §=@Test§
| public void sends() { }
java| §=@JsonProperty§("invoice_id") private long id;
c++-head| /** §=@file§ checksum.h */
c++| /// §=@brief§ Splits a text.
c++| /// §=@return§ the parts, in order
c| /** §=@retval§ 0 when equal */
php| /** §=@var§ string */
| private $from;
php| /**
|  * §=@ORM§\Column(type="string")
|  */
| private $subject;
php-head| /** §=@package§ Theme */
php| /** §=@throws§ RuntimeException when there is no server */
php-body| $rows = §=@file§('orders.csv');
typescript| §=@Input§() item: string;
typescript| import { Order } from "§=@acme/orders§";
typescript| // see §=@types/node§ for the signature
typescript| /** §=@internal§ */
typescript| // §=@ts-ignore§
javascript| const parser = require('§=@babel/parser§');
css| §=@media§ (max-width: 600px) { body { margin: 4px; } }
css| §=@font-face§ { font-family: "Acme"; src: url(acme.woff2); }
css| §=@import§ url("base.css");
json| "dependencies": { "§=@angular/core§": "12.0.0" },
shell| npm install §=@vue/cli§
sql| SELECT §=@total§ := 0;
"""

PLACEHOLDERS = r"""
python| API_KEY = "§=your_api_key§"
python| SECRET_KEY = §=os.environ["SECRET_KEY"]§
python-body| password = §=getpass.getpass()§
python| DB_PASSWORD = §=os.getenv("DB_PASSWORD", "")§
python| token = "§=<your token here>§"
python-body| password = §=self.config.get("smtp", "password")§
python| PASSWORD = "§=changeme§"
python-body| secret = §=hashlib.sha256(message).hexdigest()§
python| AWS_ACCESS_KEY_ID = "§=AKIAIOSFODNN7EXAMPLE§"
python| openai.api_key = "§=YOUR_OPENAI_API_KEY§"
python-body| auth_token = §=request.headers.get("X-Auth-Token")§
python| PASSWORD = §=None§
java| private static final String API_KEY = "§=INSERT_API_KEY_HERE§";
java-body| String password = §=System.getenv("DB_PASSWORD");§
java-body| user.setPassword(§=passwordEncoder.encode(form.getPassword())§);
java| private String password = "§=********§";
java| §=@Value("${orders.secret}")§ private String secret;
c++-body| std::string password = §=prompt("password: ")§;
c++-body| const auto token = §=lexer.next_token();§
php-body| define('DB_PASSWORD', '§=password_here§');
php-body| define('AUTH_KEY', '§=put your unique phrase here§');
php-body| $password = §=$_POST['password'];§
php-body| $secret = §=env('APP_SECRET');§
typescript-body| const token = §=await this.auth.getToken();§
typescript| export const apiKey = §=process.env.API_KEY§;
javascript| const secret = §=process.env.JWT_SECRET || ''§;
javascript-body| var password = §=$('#password').val()§;
javascript| const auth = { user: 'root', password: '§=xxxxxxxx§' };
c#-body| options.ClientSecret = §=Configuration["Google:ClientSecret"];§
c#| private const string ApiKey = "§={API_KEY}§";
shell| export GITHUB_TOKEN=§=${GITHUB_TOKEN:?not set}§
shell| curl -H "Authorization: Bearer §=$TOKEN§" "$URL"
shell| PASSWORD=§=$(cat /run/secrets/db_password)§
yaml| POSTGRES_PASSWORD: §=${POSTGRES_PASSWORD}§
yaml-top| token: §=${{ secrets.GITHUB_TOKEN }}§
ini| password = §=<password>§
dockerfile| ENV API_TOKEN=§=replace-me§
markdown| Set `api_key: §=YOUR-KEY§` in the settings.
markdown| curl -H "Authorization: Bearer §=<ACCESS_TOKEN>§" http://localhost:8080/orders
sql| CREATE USER shop WITH PASSWORD '§=:password§';
xml| <add key="SmtpPassword" value="§=#{SmtpPassword}#§" />
python| URL = "postgresql://§=user:password§@localhost:5432/orders"
"""

HASHES = r"""
python| EXPECTED_SHA256 = "§hex64§"
python-body| assert digest == "§hex32§"
python| revision = "§hex12§"
python| NAMESPACE = uuid.UUID("§uuid§")
python| # generated from commit §hex40§
python-body| self.assertEqual(md5(b"orders").hexdigest(), '§hex32§')
python| PNG = base64.b64decode("§=iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q§")
java| private static final String CHECKSUM = "§hex40§";
java-body| assertEquals("§hex64§", Digest.sha256("orders"));
java| // fixed in §hex40§
java| public static final UUID ID = UUID.fromString("§uuid§");
c++| // sha1: §hex40§
c++-body| EXPECT_EQ(hash("orders"), "§hex128§");
c| /* $Id: compare.c §hex40§ $ */
c++-body| const uint64_t seed = 0x§=9E3779B97F4A7C15§ULL;
php-body| $expected = '§hex32§'; // md5
php| const REVISION = '§hex8§';
typescript| const trackId = '§uuid§';
typescript-body| expect(etag).toBe('"§hex40§"');
javascript| // build §hex12§
javascript| const sri = 'sha384-§base64_64§';
html| <script src="jquery.js" integrity="sha256-§base64_32§" crossorigin="anonymous"></script>
html| <img src="data:image/gif;base64,§=R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7§">
json| "integrity": "sha512-§base64_64§",
json| "gitHead": "§hex40§",
json| "shasum": "§hex40§",
shell| echo "§hex64§  orders.tar.gz" | sha256sum -c
shell| git checkout §hex40§
shell| COMMIT=§hex40§
yaml| image: acme/web@sha256:§hex64§
yaml-top| - uses: actions/checkout@§hex40§
dockerfile| ENV NODE_SHA256 §hex64§
dockerfile| ADD --checksum=sha256:§hex64§ https://example.org/a.tar.gz /
toml| checksum = "§hex64§"
xml| <Guid>§uuid§</Guid>
c#| [assembly: Guid("§uuid§")]
c#| [assembly: AssemblyKey("PublicKeyToken=§=b77a5c561934e089§")]
sql| INSERT INTO files (name, md5) VALUES ('orders.csv', '§hex32§');
markdown| SHA256: `§hex64§`
text-file| -----BEGIN PUBLIC KEY-----
| §base64_lines§
| -----END PUBLIC KEY-----
text-file| -----BEGIN CERTIFICATE-----
| §base64_lines§
| -----END CERTIFICATE-----
go| // go.sum: h1:§base64_32§
"""

ADDRESSES = r"""
python| FROM = "§=user@example.com§"
python-body| self.assertTrue(is_email("§=foo@bar.example§"))
python| REPO = "§=git@github.com:acme/orders.git§"
python| setup(name="orders", install_requires=["core @ git+https://github.com/§=acme/core@v1.2§"])
python-body| send(to="§=noreply@example.org§", subject="Order")
python-body| '''Mail it to ``§=name@domain.tld§``.'''
python-body| match = re.match(r"§=[^@]+@[^@]+\.[^@]+§", text)
java-body| assertFalse(Mail.isValid("§=a@b§"));
java| private static final String PATTERN = "§=^[\\w.]+@[\\w.]+$§";
java-body| String label = "§=Order@%08x§";
c++-body| connect("§=tcp://user@localhost:8080§");
c| /* symbol §=memcpy@GLIBC_2.14§ is needed */
php-body| $to = '§=someone@example.com§';
php-body| $mail->setFrom('§=john.doe@example.net§');
typescript| const image = require('./§=logo@2x.png§');
typescript-body| const mail = '§=you@example.com§';
javascript| // bundled with §=lodash@4.17.21§
javascript| import('https://unpkg.com/§=vue@3.2.0/dist/vue.js§');
javascript-body| var icon = '§=icon@3x.jpg§';
javascript-body| $('#email').attr('placeholder', '§=name@example.com§');
c#-body| options.Sender = "§=admin@localhost§";
shell| git clone §=git@gitlab.com:acme/orders.git§
shell| npm install §=express@4.18.2§
shell| scp build.zip §=$USER@$HOST§:/srv/
shell| yarn add §=react@17.0.2§ react-dom
shell| brew install §=openssl@1.1§
shell| ssh -T §=git@github.com§
yaml-top| - uses: §=actions/setup-node@v3.4.1§
yaml| ADMIN: §=admin@example.com§
markdown| Clone it with `§=git@bitbucket.org:acme/orders.git§`.
markdown| Enter an address such as §=jane@example.org§.
html| <input type="email" placeholder="§=you@yourdomain.com§">
html| <img srcset="§=hero@2x.webp§ 2x">
ini| url = §=git@github.com:acme/tools.git§
xml| <email>§=user@example.org§</email>
sql| INSERT INTO customers (name) VALUES ('§=test@example.com§');
json| "resolved": "https://registry.npmjs.org/§=core@7.1.0§",
"""
