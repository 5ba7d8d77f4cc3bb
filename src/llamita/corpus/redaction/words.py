"""Words that tell persons and secrets from other things."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GIVEN_NAMES: Final = _words(
    """
    Adam Ahmed Alan Albert Alejandro Alexander Alexandra Alice Amanda Amit Amy Ana Andrea Andreas Andrew
    Andrey Angela Anil Anita Anna Anne Anthony Antonio Arthur Barbara Ben Benjamin Bernd Bob Brandon Brian
    Bruce Carl Carlos Carol Caroline Catherine Charles Charlotte Chen Chris Christian Christina Christine
    Christoph Christopher Claire Claudia Craig Daniel David Deborah Deepak Dennis Diana Diego Dmitri
    Dmitry Donald Dorothy Douglas Edward Elena Elizabeth Emily Emma Eric Erik Eva Fatima Felix Fernando
    Florian Francesco Frank Gary George Giovanni Greg Gregory Guido Hannah Hans Harry Heather Helen Henry
    Hiroshi Howard Ian Igor Ingrid Ivan Jack Jacob James Jan Jane Janet Jason Jeff Jeffrey Jennifer Jens
    Jeremy Jessica Jim Joan Joe Johann John Jonathan Jorge Jose Joseph Joshua Juan Julia Julie Karen Karl
    Kate Katherine Keith Kelly Kenneth Kevin Kim Kumar Larry Laura Lars Leo Linda Lisa Louis Lucas Luis
    Luke Manuel Marc Marco Margaret Maria Marie Mario Mark Markus Martin Mary Matt Matthew Mei Melissa
    Michael Michelle Miguel Mike Mohamed Mohammed Monica Nancy Natalie Nathan Neil Nicholas Nicolas Nicole
    Nikolai Nina Oleg Oliver Olga Oscar Pamela Patricia Patrick Paul Pavel Pedro Peter Philip Philipp
    Pierre Rachel Rahul Raj Rajesh Ralph Raymond Rebecca Ricardo Richard Rob Robert Roberto Roger Ronald
    Russell Ruth Ryan Samuel Sandra Sanjay Sara Sarah Scott Sean Sebastian Sergei Sergey Simon Sofia
    Sophie Stefan Stephen Steve Steven Sunil Susan Suzanne Takashi Teresa Thomas Tim Timothy Tom Tony
    Victor Victoria Vijay Vincent Vladimir Walter Wei Werner William Wolfgang Yuki Yusuf Zoe
    Aaron Abdul Abigail Adrian Agnes Aisha Akira Alain Alberto Aleksandr Aleksander Alessandro Alexandre
    Alexey Alexei Alexis Alfred Ali Alicia Alina Alison Allan Allen Alvaro Amelia Anders Andre Andrei Andrej
    Andres Andrzej Angel Angelika Anja Anjali Anne-Marie Annette Annie Anton Antoine Antonia Arjun Armin
    Arnaud
    Arnold Artem Arvid Ashley Astrid August Axel Bart Bartosz Bastian Beatrice Benedikt Benoit Bernard
    Bernhard Beth Betty Bill Billy Bjorn Bradley Brad Brenda Brent Brett Brigitte Bryan Caleb Cameron Camille
    Carla Carmen Caspar Cecilia Cedric Cesar Chad Charlie Chloe Christa Christoffer Clara Clemens Clifford
    Colin Conor Corinna Cory Curtis Cynthia Dale Damian Damien Dan Danny Darren Dave Davide Dean Debra Denis
    Derek Dieter Dirk Dominic Dominik Dominique Don Doug Duncan Dylan Eduardo Edgar Edwin Egon Elias Elisabeth
    Ellen Elsa Emil Emmanuel Enrico Enrique Erica Erich Ernst Esther Ethan Etienne Eugene Evan Evelyn Ewa
    Fabian Fabio Federico Filip Finn Flavio Franco Frances Francis Francisco Francois Franz Fred Frederic
    Frederik Friedrich Gabriel Gareth Gary Gavin Geoff Geoffrey Georg Gerald Gerard Gerhard Gert Gilbert
    Giles Giorgio Giulia Glen Glenn Gordon Grace Graham Greta Guillaume Gunnar Gunther Gustav Guy Hana Haruki
    Harald Hassan Hector Heidi Heike Heiko Heinrich Heinz Helena Helmut Hendrik Herbert Herman Hermann Holger
    Hubert Hugo Hugh Ibrahim Ignacio Ilya Imran Ingo Irene Irina Isaac Isabel Isabella Isabelle Ismail
    Ivana Jackie Jacques Jaime Jake Jakob Jakub Jamie Jana Janine Jared Jaroslav Javier Jay Jean Jeanne
    Jeannette Jerome Jerry Jesper Jesse Jesus Jill Jimmy Joachim Joao Joanna Joaquin Jochen Joel Joerg
    Johan Johanna Johannes Johnny Jon Jonas Jonathon Joost Jordan Jordi Josef Joseph Joshua Joyce Juergen
    Judith Jules Julian Julien Juliet Jun Justin Justine Kai Karin Karl-Heinz Karsten Kaspar Katarina
    Katarzyna
    Katharina Kathleen Kathryn Katja Katrin Kay Keiko Ken Kenji Kent Kerstin Kevin Khalid Klaus Konrad
    Konstantin Krishna Kristen Kristian Kristin Kristina Krzysztof Kurt Kyle Lance Lasse Lauren Laurent Lea
    Lee Leon Leonard Leonardo Leslie Levi Liam Lily Linus Lorenzo Lothar Louise Luca Lucia Lucy Ludwig Luigi
    Lukas Lukasz Lydia Lynn Maciej Magnus Maja Malcolm Manfred Manuela Marcel Marcin Marcus Marek Margit
    Marianne Marika Marina Marion Marius Marjorie Marta Martha Martina Marvin Masahiro Mateusz Mathias
    Mathieu Matteo Matthias Maurice Mauro Max Maxim Maxime Maximilian Megan Mehmet Michal Michel Mikael
    Mikhail Milan Miriam Miroslav Mitchell Mohammad Moritz Morten Muhammad Murat Mustafa Nadia Naoki Nastya
    Natalia Natasha Naomi Neal Nick Nicola Nicole Niels Niklas Nils Noah Noel Nora Norbert Norman Norma
    Olaf Ole Oleksandr Olivia Olivier Omar Orlando Oskar Otto Pablo Paolo Pascal Patricio Patrik Paula Pauline
    Pawel Peggy Per Petr Petra Phil Philippe Phillip Phyllis Pieter Piotr Priya Rafael Rainer Ramon Randall
    Randy Raphael Raul Ravi Rebekka Regina Reinhard Rene Renate Rene Rhonda Rich Rick Rita Robin Rodrigo
    Roland
    Rolf Roman Ron Rosa Rose Ross Roy Rudolf Rui Rupert Ruben Sabine Sabrina Salvatore Sam Samantha Samir
    Sander Sandeep Sascha Satoshi Sebastien Serge Sergio Seth Shane Shannon Sharon Shaun Shawn Sheila Shirley
    Sibylle Sigrid Silke Silvia Simone Slawomir Solomon Sonia Sophia Soren Spencer Stacy Stanislav Stanley
    Stefanie Stefano Stella Stephan Stephanie Stephane Steffen Stuart Susanne Suresh Sven Sylvain Sylvia
    Tamara
    Tanja Tanya Tara Tariq Tatiana Ted Terry Theo Theodor Theodore Theresa Thierry Thorsten Tiago Till Tina
    Tobias Todd Tomas Tomasz Torsten Tracy Travis Trevor Tristan Troy Tyler Ulrich Ulrike Urs Ursula Uwe
    Vadim Valentin Valeria Valerie Vera Veronica Viktor Viktoria Vince Virginia Vitaly Vivian Volker Wade
    Wayne Wendy Werner Wilhelm Will Willem Wim Winfried Wojciech Xavier Yann Yannick Yasmin Yolanda Yuri
    Yves Yvonne Zachary Zoltan Ahmad Aleksandra Anjali Arun Ashok Bengt Chandra Dinesh Fiona Ganesh Gita
    Hideo Ikuko Jiri Kaori Kenta Lakshmi Lin Ling Ming Minh Mira Nguyen Pooja Pradeep Prakash Rakesh
    Ramesh Sakura
    Sunita Takeshi Tariq Vikram Xiao Yan Ying Yoko Yusuke Zeynep Aylin Emre Kofi Kwame Amara Chidi Ngozi
    Oluwaseun
    """
)
"""Given names that are common somewhere; a list of our own."""
NO_NAMES: Final = _words(
    """
    The This That These Those All Any Each Apache Free Open Source Software Developer Developers List
    Mailing Foundation Inc Corporation Corp Company Team Authors Author Contributors Project Group
    University Institute License Public General Permission Rights Reserved Copyright Google Microsoft
    Facebook Mozilla Oracle Sun Systems Red Hat Canonical Adobe Intel Python Java Android Stack Overflow
    Exchange United States New York San Francisco January February March April May June July August
    September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Your
    First Last Given Family Full Name Foo Bar Some Someone User Admin Default Creative Commons
    Technologies Labs Limited Ltd Consortium Community Organization Library Framework Development
    Department Research Center Computer Science Network Service Services Solutions Example Test Hello
    World Version Using Date Subject Question Answer Note Please Is It In If For How What When Where Why
    Which While With
    Visual Studio Internet Explorer Windows Linux Unix Chrome Firefox Safari Ubuntu Debian Fedora Apple Amazon
    Web Database Database Server Client Core Standard Unicode Object Model Class Method Function Type Error
    Code Program Programming Language Languages Compiler Build Tool Tools Utility Utilities Module Package
    Core Base Abstract Common Generic Internal External Remote Local Global Main Default Index Table Field
    Column Unknown Anonymous Various Multiple Several Others Other None Null True False Yes No Not Available
    Javascript JavaScript TypeScript Perl Ruby Rust Swift Kotlin Scala Docker Kubernetes Jenkins Travis
    Visual Basic Adobe Flash Acrobat Photoshop Eclipse IntelliJ Xcode Gradle Maven Ant Spring Boot Hibernate
    Association Alliance Society Committee Working Task Force Division Agency Bureau Ministry Office College
    School Academy Press Publishing Media Group Holdings Partners Ventures GmbH LLC PLC AG SA AB Oy
    Twitter Netflix Amazon Alibaba Tencent Baidu Yahoo IBM Novell Nokia Siemens Samsung Sony Huawei Nvidia
    Original Initial Current Previous Last Next New Old See Also Click Read Write Get Set Add Remove Update
    Bot Robot Action Actions Automation Automated Continuous Integration Pipeline Release Manager Engineering
    Security Privacy Legal Support Sales Marketing Documentation Docs Guide Manual Tutorial Reference
    Regular Expression Expressions String Integer Number Boolean Array List Map Tree Graph Node Edge
    Hypertext Transfer Protocol Internet Engineering Advanced Micro Devices Hewlett Packard General Electric
    Content Page Title Header Footer Left Right Top Bottom Center Email Mail Address Phone Street City
    Username Password Token Key Value Values Id Identifier Pull Request Requests Bug Bugs Report Reports Issue
    Issues Tracker Fix Fixes Getting Started Feature Features Changes Change Log Mode Support Style Sheet
    Sheets
    Native Cross Platform Bootstrap Awesome Material Unit Tests Testing Data Design Pattern Patterns Template
    Templates Engine Editor Studio Plugin Plugins Theme Themes Lead Leads Member Members Special Thanks
    Contributor Contributing Maintainer Maintainers Credits Acknowledgements Acknowledgments Conduct Terms
    Policy Copying Installation Usage Examples Requirements Roadmap Status Overview Introduction Contents
    Summary Description Details Info Information Notes Links Related Projects Quick Start
    Doe President Secretary Senator Congressman Minister Chancellor Governor Judge Justice Lord King
    Queen Prince
    """
)
"""Words of organizations, licenses, dates and headings, which no name of a person has."""
NO_HANDLES: Final = _words(
    """
    scope scopes headername targets given settings composite rule rules lru_cache cache cached_property
    contextmanager abstractmethod myorg my-org your-org another npm latest jit njit overload task route app
    param params parameter return returns throws throw exception author authors see since version
    deprecated override overrides brief details note warning todo fixme example code link inheritdoc
    typedef type property prop var public private protected static final abstract class classdesc
    constructor function method callback event fires file fileoverview overview license copyright module
    namespace package summary desc description default enum constant const async await yields template
    extends implements interface internal ignore suppress nullable nonnull media import charset keyframes
    supports include mixin extend page layer apply tailwind use forward staticmethod classmethod dataclass
    decorator wraps pytest fixture test before after autowired bean component inject input output entity
    table column id user username handle name all everyone here channel me you gmail yahoo hotmail end
    implementation protocol synthesize selector required optional try catch usage api group date access
    global subpackage category defgroup ingroup section subsection ref cite jsx jsxruntime flow noflow
    generated preserve codecoverageignore internal inheritdoc mixes throws copydoc todo fixme nocheck
    markdown marketplace markup marker
    """
)
"""Tags of documentation, decorators, rules of style sheets, and handles that stand for anybody."""
NO_PEOPLE_PAGES: Final = _words(
    """
    models datasets spaces papers
    about features pricing login join explore settings search issues intent share home
    marketplace sponsors topics trending collections orgs organizations notifications new security contact
    site apps customer-stories enterprise team readme events blog python google microsoft apache facebook
    mozilla apple amazon aws azure docker kubernetes nodejs npm golang rust-lang django pallets psf pypa numpy
    scipy pandas-dev jupyter huggingface openai torvalds-linux github gitlab gitlab-org twitter
    spring-projects angular vuejs reactjs symfony laravel composer dotnet mono llvm gnome kde debian ubuntu
    redhat hashicorp username user yourname your-username yourusername your_username my-user someuser owner
    org your-org bitnami elastic grafana jetbrains vercel heroku netlify stripe twilio airbnb uber lyft
    shopify
    square palantir yelp spotify netflix automattic wordpress drupal joomla magento yiisoft doctrine phpunit
    zendframework cakephp codeigniter babel webpack rollup eslint prettier jest mocha googleapis awslabs
    deno denoland golang helm prometheus ansible puppetlabs saltstack openstack ceph canonical suse opensuse
    archlinux gentoo alpinelinux pytorch tensorflow keras-team scikit-learn pydata conda-forge anaconda encode
    celery acme contributors oracle ibm intel nvidia samsung adobe cisco vmware rabbitmq mysql postgres redis
    mongodb nginx traefik jenkinsci travis-ci circleci sonarsource gradle maven eclipse codecov dependabot pen
    renovate greenkeeper snyk linuxserver library xarray_dev
    """
)
"""Pages of sites that are nobody's."""
NO_TASK_OWNERS: Final = _words(
    """
    perf performance cleanup later security bug bugs doc docs test tests testing optimize optimization
    refactor refactoring python python2 python3 py2 py3 windows linux macos osx unix posix win32 win64 mac ios
    android web api ui ux cli gui net db sql json xml html css http https url uri auth issue issues ticket
    feature features urgent important maybe someday soon now high low medium critical minor major blocker
    question help wanted error errors warning exception exceptions logging log debug release build ci deploy
    config configuration memory leak thread threads async sync lock locking cache caching race deadlock io
    file files path paths type types typing i18n l10n unicode utf8 encoding parser parsing format style lint
    todo fixme hack xxx note remove rename move add fix implement support check verify investigate consider
    replace update use make handle improve document cleanup rewrite review revisit revert this that it the a
    an we i if when why what how where is are should could would can not no yes none null user users
    username name you your someone somebody anyone team dev devs developer developers owner owners
    maintainer maintainers all everyone server client backend frontend core common base here below above
    next version v1 v2 v3 beta alpha future legacy deprecated compat compatibility breaking temporary temp
    tmp workaround unknown unclear verify wip done example note hint idea design algorithm math gpu cpu simd
    avx sse arm x86 x64 upstream downstream foo bar baz also probably see and or but for to from in on at by
    with without optional required missing broken method function class module package variable parameter
    field value return result default edge case cases
    """
)
"""What stands in `TODO(...)` that is nobody."""
PROSE_VERBS: Final = _words(
    """
    please pls can could would will should said says suggested suggests thinks thought wrote noted notes
    pointed reported reports asked asks found finds fixed fixes added adds made makes mentioned recommended
    requested has have had did does do what why when where who how is was are were and or to i we you thanks
    thank ping cc fyi any this that the it for check look review see let lets help knows know wants wanted
    contributed implemented proposed discovered noticed explained confirmed merged reviewed approved
    """
)
"""Words that follow a person who is spoken of or to."""
NO_SECRET_TAILS: Final = tuple(
    sorted(
        _words(
            """
            hash hashed hasher hashes field fields name names label labels type types url uri urls path
            paths file files filename dir id ids regex pattern length len size min max count expiry expires
            expiration ttl timeout prompt message msg error errors help hint placeholder title text desc
            description input form view page policy strength reset changed required enabled validator
            validators rule rules manager provider service handler factory class cls alg algo algorithm
            encoding encoder format header headers prefix suffix endpoint column attr attribute kind index
            idx version iterations digest checksum fingerprint ref arn map store cookie param parameter var
            env regexp schema template selector xpath element button link icon screen dialog window model
            serializer exception event action
            """
        )
    )
)
"""Ends of names that hold no secret but something about one."""
ANY_PASSWORD_WORDS: Final = _words(
    """
    password passwd passwrd passw pass pwd pw psw secret secrets change changeme me my your the a an new old
    test tests testing tester example sample dummy fake mock foo bar baz qux foobar spam eggs some any default
    admin administrator root guest user username users name demo temp tmp none null nil true false empty blank
    token key keys api apikey auth access client field fields input column value val string str text number
    int required invalid valid wrong bad good incorrect correct confirm confirmation confirmed repeat again
    hash hashed sha md utf rsa aes des base pbkdf bcrypt scrypt argon hmac x xx xxx xxxx y z abc abcd abcdef
    qwerty letmein here goes placeholder todo redacted hidden masked insert replace enter type in on at is
    for and or with plain plaintext weak strong random generated unknown not set unset login signin mysql
    postgres postgresql redis mongo mongodb oracle db database rabbitmq minio elastic sa vagrant ubuntu pi
    pgpassword page id ids item option arg argument param parameter var variable line row index level step
    version ver one two three first second last private public master service bearer basic digest p s u v k
    n host port my-password super ignored foopass testpass mypass mypassword mysecret supersecret topsecret
    userpass
    dbpass
    """
)
"""Words that passwords are made of which stand for any."""
NO_PHRASE_WORDS: Final = _words(
    """
    button btn form label icon link modal dialog page screen view panel toggle show hide forgot forgotten
    lost recover recovery create update delete remove edit set get reset save submit cancel close open click
    error errors warning success failed failure missing required requirement requirements policy rule rules
    strength length min max minimum maximum match mismatch expired expire expiry manager store vault helper
    container wrapper group control text title header footer body class style color primary secondary
    must should cannot can does has have had was were been being this that these those your from into must
    empty short long characters letters digits symbols special uppercase lowercase same different between
    confirmation verification verify validation validate check checker toolkit toolbar menu item list table
    settings setting config configuration option options profile security privacy encryption encrypted
    encrypt decrypt cipher algorithm type kind mode flag feature module plugin component service handler
    provider factory builder adapter driver layer state status event action hook listener
    use used using only read write file path dir folder name prompt message hint tooltip placeholder
    what when where why how who which will would but not yet correct horse battery staple never always please
    """
)
"""Words that no passphrase has that names of things, classes and messages have."""
TOPS: Final = _words(
    """
    com org net edu gov mil int info biz name pro aero coop museum io co ai app dev me tv cc ws ly gl fm am im
    xyz online site tech store shop blog cloud email codes software systems solutions technology agency
    digital studio design world today news live life space website group team works network media company
    consulting engineering foundation institute university academy education science health care finance
    bank law legal jobs club social chat wiki page link click host hosting berlin paris london nyc tokyo wien
    eu asia africa us ca mx br ar cl pe ve uy bo ec gt cr pa cu uk ie fr de at ch li nl be lu dk se no fi ee
    lv lt is pt es it gr cy mt pl cz sk hu ro bg hr si rs ba mk al ua by ru kz uz ge az am tr il jo lb sa ae
    qa kw om ir iq pk in bd lk np th vn my sg id ph cn hk tw jp kr mn au nz fj za ng ke gh eg ma tn dz et tz
    ug zm zw mu su nu to vc la sh ac gg je io moe ninja rocks guru expert zone center plus ventures capital
    partners
    """
)
"""Ends of domains under which mail addresses are common."""
TOPS_OR_ENDS: Final = _words("py md so do java zip mov ps pm st tc sc")
"""Ends of domains that files end with more often."""
NO_BYLINES: Final = _words(
    """
    default hand clicking calling using running itself them themselves him her us you me another others
    reference value name design accident mistake definition convention hibernate maven gradle eclipse
    netbeans
    """
)
"""What stands behind `created by` that is nobody."""
NO_SIGNERS: Final = _words(
    """
    from to via at email mail mailto contact by cc bcc or and list author maintainer bugs bug report
    reports include see send write address sender recipient
    """
)
"""What stands before an address of mail that is nobody."""
GIVEN_WORDS: Final = _words(
    """
    mark will bill grace rose angel august jordan christian dean frank lance dale jean norman rich drew
    milan troy lasse fred chad page rust ruby dylan crystal carol victor hector jordan israel phil page
    """
)
"""Given names that are words as well."""
NO_ACCOUNTS: Final = _words(
    """
    true false yes no on off none null enabled disabled url link icon share follow button widget login
    logout actions action oauth oauth2 string https http channel server support
    """
)
"""What fields of sites hold that is no account."""
TEST_CARDS: Final = _words(
    """
    4111111111111111 4012888888881881 4222222222222 4242424242424242 4000056655665556 4000000000000002
    4000000000000069 4000000000000119 4000000000000127 4000000000009995 4000000000003220 4000000000003063
    4000002500003155 4000002760003184 4000000000000077 4000000000000341 4000000000009987 4000000000009979
    5555555555554444 5105105105105100 5200828282828210 2223003122003222 5454545454545454 5431111111111111
    378282246310005 371449635398431 378734493671000 343434343434343 6011111111111117 6011000990139424
    6011000400000000 6011601160116611 30569309025904 38520000023237 36227206271667 3056930009020004
    3530111333300000 3566002020360505 6304000000000000 4917610000000000 4444333322221111 4929000000006
    5424000000000015 4007000000027 4012000033330026 5425233430109903 4263982640269299 4988080000000000
    4000000000000010 4539578763621486 4916338506082832 4556737586899855 4485275742308327 5555341244441115
    """
)
"""Numbers of payment cards that services give for tests."""
NO_HOMES: Final = _words(
    """
    user users username you your me my name home root shared public default all admin administrator guest
    ubuntu debian centos fedora ec2-user vagrant runner runneradmin travis circleci gitlab-runner jenkins
    build builder buildbot builds ci docker node app apps www www-data web site git github svn hg pi steam
    postgres mysql oracle hadoop spark kafka hive airflow jovyan conda anaconda condor nix guix linuxbrew
    homebrew brew user1 user2 foo bar baz foobar foouser someone somebody alice bob carol dave eve mallory
    john jane jdoe johndoe janedoe doe test tester testing tests example dev devel developer project
    projects work workspace src source code data tmp temp backup bin lib opt local share var log logs mnt
    media config cache download downloads documents desktop library applications myuser myname yourname
    your-name your_username sandbox nobody virtual emscripten web_user coder codespace vscode gitpod cloud
    deploy deployer deployment service server app_user appuser nonroot container chrome opam rustc cargo
    travis-ci appveyor container_user containeradministrator chronos distiller redis rails django kong
    elasticsearch www-user student hello myproject page index login signup list new edit update delete
    create view show search me settings profile bash scripts containerd
    """
)
"""What a folder beside those of persons is called."""
