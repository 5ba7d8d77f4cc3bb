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
    Username Password Token Key Value Values Id Identifier
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
    org your-org
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
