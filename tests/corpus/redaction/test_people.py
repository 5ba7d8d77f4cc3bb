import pytest

from llamita.corpus.redaction import redact

PEOPLE = [
    ("python", 'pd.read_csv("/home/zquibb/data/train.csv")', "zquibb"),
    ("c#", r'File.ReadAllText(@"C:\Users\zquibb1728\Desktop\input.txt")', "zquibb1728"),
    ("shell", "export ANDROID_HOME=/Users/julia.quibb/Library/Android/sdk", "julia.quibb"),
    ("c++", "// Original idea: https://www.shadertoy.com/user/marmoquibb", "marmoquibb"),
    ("javascript", "// @author       NinjaQuibbHD", "NinjaQuibbHD"),
    ("java", "// TODO zquibb 2016-05-11: cache this", "zquibb"),
    ("markdown", "* Add support for Python 3.7. [lazyquibb80]", "lazyquibb80"),
    ("markdown", "Questions: u/ByteQuibb on Reddit.", "ByteQuibb"),
    ("java", " * Checked-in by:  Julia Quibbleton", "Julia Quibbleton"),
    ("c++", "// Name: Julia Quibbleton\n", "Julia Quibbleton"),
    ("javascript", "[{ name: 'Julia Quibbleton', role: 'Backend developer' }]", "Julia Quibbleton"),
    ("java", "/** Ported from the Delphi version by Zelda Quibbleton. */", "Zelda Quibbleton"),
    ("text", "2009-06-17  Zelda Quibbleton\n\n\t* x.c: y", "Zelda Quibbleton"),
    ("text", "Received: from mail (unknown [IPv6:2003:771:cb8a:e6fc:5d76:13f9:ce01:2633])", "2003:771"),
    ("markdown", "Emergencies: the lab, 13969074409 (mobile).", "13969074409"),
    ("php", "define('RECAPTCHA_SECRET_KEY', '6L6tAisaAAAAAyHNKYZiph2QPTfGmr6dV_6Yr0PZ');", "6L6tAisa"),
    ("java", 'keyStore.load(stream, "Timb3r!quibb".toCharArray());', "Timb3r"),
    (
        "php",
        "define('AUTH_KEY',         'qBHOp-;gzzbh94.?8F--hrhtSpDdl@R5U)sM5i?M;dr{5?{y(Gx}1Do=GlVNxdJj');",
        "qBHOp",
    ),
    ("json", '"Redis": "cache:6379,password=k7f13NFAy4X0R91NpXzjksyHh6USn8B+1VS3UYhgc84=,ssl=True"', "k7f13"),
    ("markdown", "Bug reports go to zelda.quibb at outlook.com please.", "zelda.quibb"),
    ("markdown", "* Read files without an end of line (contributed by `@zquibb`)", "zquibb"),
    ("markdown", "Thanks to GitHub user twolderquibb for the patch.", "twolderquibb"),
    ("yaml", "authors:\n  - alias: cedarquibb\n", "cedarquibb"),
    ("shell", "# Co-authored-by: Soo-jin Quibb\n# carousel v1.0.3 by Tanvir Quibb", "Quibb"),
    ("python", "# 作者: 山本 真理子", "山本"),
]
NOBODY = [
    ("shell", "cd /home/user/project && ls /home/runner/work C:\\Users\\Public\\x /Users/Shared/y"),
    ("javascript", "fetch('https://x.org/users/login'); app.get('/users/zquibb/edit')"),
    ("markdown", "console.print([markdown]) [python3]"),
    ("c++", 'kCiphers = "aes256-gcm@openssh.com,chacha20-poly1305@openssh.com"; // hostkeys-00@openssh.com'),
    ("javascript", "const siteKey = '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI'"),
    ("python", '{"username": "johndoe", "full_name": "John Doe", "email": "johndoe@example.com"}'),
    ("text", "the reforms that were proposed 20 years ago by President Richard Quibbleton"),
    ("yaml", "- name: 'Debug Mode'\n  title: 'x'"),
    (
        "json",
        '"author": "Tidy Tables contributors", "x": "`@validator` is the custom Twitter user attributes"',
    ),
]


@pytest.mark.parametrize(("language", "text", "secret"), PEOPLE)
def test_a_person_is_no_longer_in_the_text(language, text, secret):
    assert secret not in redact(text, language).text


@pytest.mark.parametrize(("language", "text"), NOBODY)
def test_what_is_nobody_stays(language, text):
    assert redact(text, language).text == text
