"""Keys of forms that their issuers gave them: what comes before the random part says whose they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.randomness import is_made_up, looks_random
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_W = "[A-Za-z0-9]"
_FORMS: Final = (
    # rule, what stands in every key of it (in one of these forms), pattern; the group is the random part.
    (
        "aws",
        "AKIA ASIA ABIA ACCA AROA AIDA AGPA AIPA ANPA ANVA",
        r"(?:A(?:KIA|SIA|BIA|CCA|ROA|IDA|GPA|IPA|NPA|NVA))([0-9A-Z]{16})",
    ),
    ("github", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[oprsu]_([A-Za-z0-9]{36,255})"),
    ("github", "github_pat_", r"github_pat_([A-Za-z0-9_]{40,255})"),
    (
        "gitlab",
        "glpat- gldt- glrt- glptt- glft- glsoat- glcbt- glimt- glagent-",
        r"gl(?:pat|dt|rt|ptt|ft|soat|cbt|imt|agent)-([A-Za-z0-9_-]{20,255})",
    ),
    (
        "slack",
        "xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs-",
        r"xox[abeoprs]-((?:[\w]{1,32}-){1,5}[A-Za-z0-9]{10,255})",
    ),
    ("slack", "xapp-", r"xapp-([A-Za-z0-9-]{20,255})"),
    (
        "slack webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9+/]{20,255})",
    ),
    ("google", "AIza", r"AIza([0-9A-Za-z_-]{35})"),
    ("google", "ya29.", r"ya29\.([0-9A-Za-z_-]{20,1024})"),
    ("firebase", ":APA91", r"AAAA([\w-]{7}:APA91[\w-]{100,170})"),
    ("google", "GOCSPX-", r"GOCSPX-([0-9A-Za-z_-]{20,64})"),
    ("google", "1//0", r"1//0([0-9A-Za-z_-]{30,255})"),
    ("stripe", "k_live_ k_test_", r"[rs]k_(?:live|test)_([0-9A-Za-z]{16,255})"),
    ("stripe", "whsec_", r"whsec_([0-9A-Za-z+/=]{24,128})"),
    ("npm", "npm_", r"npm_([A-Za-z0-9]{36})"),
    ("pypi", "pypi-A", r"pypi-(A[A-Za-z0-9_-]{50,1024})"),
    ("hugging face", "hf_", r"hf_([A-Za-z0-9]{30,64})"),
    ("digitalocean", "dop_v1_ doo_v1_ dor_v1_", r"do[opr]_v1_([a-f0-9]{64})"),
    ("docker", "dckr_", r"dckr_(?:pat|oat)_([A-Za-z0-9_-]{20,64})"),
    ("shopify", "shpat_ shpca_ shppa_ shpss_", r"shp(?:at|ca|pa|ss)_([a-fA-F0-9]{32})"),
    ("square", "sq0atp- sq0csp- sq0idp-", r"sq0(?:atp|csp|idp)-([0-9A-Za-z_-]{22,64})"),
    ("sendgrid", "SG.", r"SG\.([\w-]{16,32}\.[\w-]{16,64})"),
    ("mailgun", "key-", r"key-([0-9a-f]{32})"),
    ("mailchimp", "-us", r"([0-9a-f]{32})-us\d{1,2}"),
    ("telegram", ":AA", r"(\d{8,10}:AA[\w-]{32,35})"),
    ("discord", "/api/webhooks/", r"discord(?:app)?\.com/api/webhooks/(\d{10,20}/[\w-]{40,100})"),
    ("vault", "hvs. hvb. hvr.", r"hv[sbr]\.([A-Za-z0-9_-]{20,255})"),
    ("terraform", ".atlasv1.", r"([A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{50,80})"),
    ("databricks", "dapi", r"dapi([0-9a-f]{32})(?:-\d)?"),
    ("grafana", "glsa_ glc_", r"gl(?:sa|c)_([A-Za-z0-9+/=_]{32,400})"),
    ("sentry", "sntrys_ sntryu_", r"sntry[su]_([A-Za-z0-9+/=_-]{32,400})"),
    ("new relic", "NRAK-", r"NRAK-([A-Z0-9]{27})"),
    ("postman", "PMAK-", r"PMAK-([0-9a-f]{24}-[0-9a-f]{34})"),
    ("linear", "lin_api_", r"lin_(?:api|oauth)_([0-9A-Za-z]{32,64})"),
    ("notion", "ntn_", r"ntn_([0-9A-Za-z]{40,64})"),
    ("atlassian", "ATATT3 ATCTT3", r"AT[AC]TT3([A-Za-z0-9_=-]{50,400})"),
    ("rubygems", "rubygems_", r"rubygems_([0-9a-f]{48})"),
    ("nuget", "oy2", r"oy2([a-z0-9]{43})"),
    ("supabase", "sbp_", r"sbp_([0-9a-f]{40})"),
    ("planetscale", "pscale_", r"pscale_(?:tkn|pw|oauth)_([\w.=-]{32,64})"),
    ("airtable", "pat", r"pat(\w{14}\.[0-9a-f]{64})"),
    ("figma", "figd_", r"figd_([\w-]{36,64})"),
    ("facebook", "EAA", r"EAA([0-9A-Za-z]{60,400})"),
    ("twitter", "AAAAAAAAAA", r"A{18,24}([A-Za-z0-9%]{40,120})"),
    ("alibaba", "LTAI", r"LTAI([0-9A-Za-z]{12,26})"),
    ("age", "AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1([0-9A-Z]{58})"),
    (
        "azure",
        "AccountKey= SharedAccessKey= accountkey=",
        r"(?:[Aa]ccount[Kk]ey|SharedAccessKey)=([A-Za-z0-9+/]{40,100}={0,2})",
    ),
    ("azure", "&sig= ?sig=", r"[&?]sig=([A-Za-z0-9%+/]{40,120}(?:%3D|=)?)"),
    ("azure", "Q~", r"([\w~.-]{3}[0-9]Q~[\w~.-]{31,34})"),
    ("json web token", "eyJ", r"(eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000})"),
    ("mapbox", "k.eyJ", r"[ps]k\.(eyJ[\w-]{20,400}\.[\w-]{16,64})"),
)
_LOOKS: Final = (
    # The same, but what comes before is so short that the rest must look random.
    ("openai", "sk-", r"sk-(?:ant-|proj-|svcacct-|admin-|or-v1-|lf-)?((?:api\d\d-)?[A-Za-z0-9_-]{20,255})"),
    ("discord", "M N O", r"([MNO][A-Za-z\d_-]{22,25}\.[\w-]{6}\.[\w-]{27,40})"),
    ("twilio", "SK AC", r"((?:SK|AC)[0-9a-f]{32})"),
    ("groq", "gsk_ pplx- xai- r8_ figs_ fo1_", r"(?:gsk_|pplx-|xai-|r8_|figs_|fo1_)([A-Za-z0-9_-]{32,128})"),
)
_BEFORE, _AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_COMPILED: Final = tuple(
    (rule, tuple(marks.split(" ")), re.compile(_BEFORE + pattern + _AFTER, re.ASCII), must_look)
    for forms, must_look in ((_FORMS, False), (_LOOKS, True))
    for rule, marks, pattern in forms
)
_MIN_CHARACTERS: Final = 20
# Every key stands within a run of such characters: what is shorter is not looked at twice.
_LONG: Final = re.compile(r"[\w.+/=:%?&~-]{20,}", re.ASCII)


def find_formed_keys(text: str) -> Iterator[Span]:
    """Keys of known forms that stand in a text; not in order.

    >>> text = "aws = AKIA" + "J4Q7ZK2MW9XV3TN8"
    >>> [text[span.start : span.stop] for span in find_formed_keys(text)]
    ['AKIAJ4Q7ZK2MW9XV3TN8']
    """
    long = "\n".join(
        _LONG.findall("\n".join({word for word in text.split() if len(word) >= _MIN_CHARACTERS}))
    )
    for rule, marks, pattern, must_look in _COMPILED:
        if not any(mark in long for mark in marks) or not pattern.search(long):
            continue
        for match in pattern.finditer(text):
            secret = match[1]
            if looks_random(secret) if must_look else not is_made_up(secret):
                start = match.start() if _has_own_prefix(match) else match.start(1)
                yield Span(start, match.end(), "key", rule)


def _has_own_prefix(match: re.Match[str]) -> bool:
    """Whether what comes before the random part is of the key itself, not an address or a name."""
    return not set("/=") & set(match.string[match.start() : match.start(1)])
