"""Lines with keys of providers, private keys, and passwords and secrets that are assigned.

`place| line` begins an entry, `| line` goes on with it. `§slot§` is the planted value.
"""

KEYS = r"""
python| AWS_ACCESS_KEY_ID = "§aws_id§"
php-body| $s3 = Aws\S3\S3Client::factory(['key' => '§aws_id§', 'secret' => getenv('S3_SECRET')]);
shell| export AWS_SECRET_ACCESS_KEY=§aws_secret§
yaml| AWS_SECRET_ACCESS_KEY: "§aws_secret§"
ini| aws_access_key_id = §aws_id§
java-body| AmazonS3 s3 = connect(new BasicAWSCredentials("§aws_id§", secretFromVault()));
shell| curl -H "Authorization: token §github§" https://api.github.com/user/repos
shell| git clone https://§github§@github.com/acme-corp/deploy-scripts.git
python-body| gh = Github("§github§")
markdown| ```
| export HOMEBREW_GITHUB_API_TOKEN=§github§
| ```
javascript| const octokit = new Octokit({ auth: '§github_fine§' });
yaml-top| env:
|   - GH_TOKEN=§github_server§
shell| curl --header "PRIVATE-TOKEN: §gitlab§" "https://gitlab.com/api/v4/projects"
dockerfile| ENV GITLAB_TOKEN §gitlab§
python| slack_client = WebClient(token='§slack_bot§')
javascript| var token = process.env.SLACK || '§slack_bot§';
c#| private const string SlackToken = "§slack_user§";
php-body| $hook = '§slack_hook§';
python-body| requests.post("§slack_hook§", json={"text": message})
javascript| const MAPS_KEY = "§google§";
html| <script src="https://maps.googleapis.com/maps/api/js?key=§google§&callback=initMap"></script>
xml| <meta-data android:name="com.google.android.geo.API_KEY" android:value="§google§"/>
java| private static final String YOUTUBE = "§google§"; // browser key
json| "client_secret": "§google_secret§",
python| stripe.api_key = "§stripe§"
typescript| const stripe = new Stripe('§stripe§', { apiVersion: '2020-08-27' });
ruby| Stripe.api_key = '§stripe_restricted§'
python-body| # openai.api_key = "§openai§"  (works again since Monday)
typescript| export const openai = new OpenAI({ apiKey: "§openai_old§" });
python| client = Anthropic(api_key="§anthropic§")
ini| //registry.npmjs.org/:_authToken=§npm§
dockerfile| RUN echo "//registry.npmjs.org/:_authToken=§npm§" > .npmrc
ini| password = §pypi§
shell| twine upload -u __token__ -p §pypi§ dist/*
c#-body| services.AddSendGrid(o => o.ApiKey = "§sendgrid§");
javascript| sgMail.setApiKey('§sendgrid§');
php-body| $twilio = new Client("§twilio§", $secret);
java-body| Twilio.init("§twilio§", secret);
python-body| auth = ("api", "§mailgun§")
python| HF_TOKEN = "§huggingface§"  # write access
javascript| headers['X-Shopify-Access-Token'] = '§shopify§';
shell| doctl auth init -t §digitalocean§
python| bot = telebot.TeleBot("§telegram§")
shell| curl -s -H "Authorization: Bearer §jwt§" http://localhost:8000/v1/items
typescript-body| const session = '§jwt§';
"""

PRIVATE_KEYS = r'''
text-file| §rsa§
text-file| §openssh§
text-file| §ec§
text-file| §encrypted§
text-file| §dsa§
python| PRIVATE_KEY = """§pkcs8§"""
python| KEY = (
|     b"§rsa_escaped§"
| )
python-body| key = RSA.importKey("""
| §rsa§
| """)
python-body| signer = jwt_signer('§rsa_escaped§', algorithm="RS256")
javascript| const privateKey = `§rsa§`;
javascript| const serviceAccount = { private_key: "§pkcs8_escaped§\n" };
json| "private_key": "§pkcs8_escaped§\n",
json| "deploy_key": "§openssh_escaped§\n",
typescript| export const SIGNING_KEY = `
| §ec§
| `;
php-body| $key = <<<EOD
| §rsa§
| EOD;
php-body| openssl_sign($data, $signature, "§pkcs8_escaped§");
yaml| SSH_KEY: |
|   §openssh§
yaml-top| deploy_key: |
|   §rsa§
yaml| TLS_KEY: "§pkcs8_escaped§"
shell| cat > ~/.ssh/id_rsa <<'KEY'
| §openssh§
| KEY
shell| echo "§rsa§" > /etc/ssl/server.key
shell| export DEPLOY_KEY="§openssh_escaped§"
c++| static const char kServerKey[] = R"(§pkcs8§)";
c++| const std::string kKey = "§rsa_escaped§\n";
c#| private const string Pem = @"§rsa§";
java| private static final String PEM = "§pkcs8_escaped§";
java| // test server key, same as on staging
| static final String KEY = """
|     §ec§
|     """;
go| const serverKey = `§rsa§`
ruby| KEY = OpenSSL::PKey::RSA.new <<~PEM
|   §rsa§
| PEM
markdown| Save this as `id_deploy`:
|
| ```
| §openssh§
| ```
xml| <privateKey>
| §pkcs8§
| </privateKey>
ini| ssl_key = "§rsa_escaped§"
dockerfile| RUN printf '§rsa_escaped§\n' > /root/.ssh/id_rsa
c| /*
|  * Key of the lab device:
| §rsa§
|  */
sql| INSERT INTO certificates (host, pem) VALUES ('shop', '§pkcs8§');
'''

SECRETS = r"""
python| DB_PASSWORD = "§password§"
python| SECRET_KEY = '§word64§'
python| DATABASES = {
|     "default": {"ENGINE": "postgresql", "USER": "shop", "PASSWORD": "§password§"},
| }
python-body| conn = pymysql.connect(host="localhost", user="root", passwd="§password§", db="shop")
python-body| server.login(sender, "§password§")  # smtp password
python| app.config['SECRET_KEY'] = '§hex40§'
python| SQLALCHEMY_DATABASE_URI = "postgresql://shop:§word§@db:5432/shop"
java| private static final String DB_PASSWORD = "§password§";
java-body| Connection c = DriverManager.getConnection("jdbc:mysql://localhost/shop", "root", "§password§");
java-body| dataSource.setPassword("§password§");
c++-body| const std::string password = "§password§";
c++-body| mysql_real_connect(conn, "localhost", "root", /*password=*/"§password§", "shop", 0, NULL, 0);
php-body| define('DB_PASSWORD', '§password§');
php-body| define('AUTH_KEY', '§word64§');
php| private $password = "§password§";
php-body| $config['encryption_key'] = '§word32§';
php-body| $pdo = new PDO('mysql:host=localhost;dbname=shop', 'shop', '§password§');
typescript| export const environment = { production: true, apiSecret: '§hex64§' };
typescript-body| const auth = { username: 'deploy', password: '§password§' };
javascript| mongoose.connect('mongodb+srv://shop:§word§@cluster0.mongodb.net/shop');
javascript| app.use(session({ secret: '§word32§', resave: false }));
javascript| const JWT_SECRET = "§hex64§";
c#| private string connection = "Server=localhost;Database=Shop;User Id=sa;Password=§word§;";
c#-body| services.AddDbContext<Shop>(o => o.UseSqlServer("Data Source=.;Uid=sa;Pwd=§word§"));
shell| export PGPASSWORD='§password§'
shell| mysql -u root --password=§word§ shop < dump.sql
shell| curl -u deploy:§word§ -T "$file" https://repo.internal/releases/
shell| sshpass -p '§password§' scp build.zip deploy@build-server:/srv/
shell| ACCESS_TOKEN=§hex40§
yaml| POSTGRES_PASSWORD: §word§
yaml| - REDIS_URL=redis://:§word§@redis:6379/0
yaml-top| api_token: "§base64_32§"
ini| db_password = §password§
ini| secret=§word32§
dockerfile| ENV MYSQL_ROOT_PASSWORD=§word§
sql| CREATE USER shop WITH PASSWORD '§password§';
sql| ALTER USER 'shop'@'localhost' IDENTIFIED BY '§password§';
xml| <add key="SmtpPassword" value="§password§" />
xml| <connection url="jdbc:oracle:thin:@db:1521:shop" user="shop" password="§password§"/>
json| "clientSecret": "§word32§",
markdown| Log in as `admin` with the password `§password§`.
markdown| curl -H "Authorization: Bearer §hex40§" http://localhost:8080/orders
python-body| headers = {"Authorization": "Basic §base64_32§"}
java-body| request.addHeader("X-Api-Key", "§word32§");
toml| access_token = "§word32§"
"""
