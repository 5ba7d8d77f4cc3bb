"""What stands around the number of a telephone, and what such numbers look like by themselves."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    r"(?:(?:set|add|with|new|get)_?)?(?:(?!micro|mega|head|ear|ip|xylo|saxo"
    r"|gramo)(?:[a-z_-]{1,16})?phones?(?:[_-]?(?:number|no|nr|num|home|work|mobile))?\d?"
    r"|tel(?:ephone)?(?:[_-]?(?:number|no|nr))?|mobile(?:[_-]?(?:number|no))?|cell(?:ular)?"
    r"|fax(?:[_-]?(?:number|no))?|telefon[oe]?|handy|whatsapp|msisdn|hotline|sms(?:[_-]?to)?"
    r"|contact[_-]?(?:number|no)|t[ée]l[ée]fono|t[ée]l[ée]phone|t[ée]l|tlf|mob|helpdesk|help[ ]?(?:desk"
    r"|line)|pager|toll[- ]?free|landline|support|contact|emergency|office|switchboard|reception"
    r"|voice|noc|on[- _]?call|text[ ]me|reach[ ]\w{2,4}"
    r"|call(?:[ ](?:us|me|him|her|them))?(?:[ ](?:at|on))?|dial|text[ ]me(?:[ ]at)?|ph\b|ring"
    r"|reach[ ]\w{2,4}[ ](?:at|on))"
)
ANNOUNCED: Final = re.compile(
    rf"(?i)(?:(?<![a-zé]){_WORDS}|手机|电话|電話|联系电话|телефон|[☎📞📱])"
    r"[\"'\])]{0,3}\.?\*{0,2}\s{0,3}(?:number|no\.?|nr\.?|is|at|on)?\s{0,2}(?:[:=>#,|\uff1a-]|=>"
    r"|\(\w{1,12}\):?)?[*|]{0,2}"
    r"(?:\s?(?:</?[a-z]\w{0,8}(?:\s[\w:-]{1,16}=[\"'][\w:-]{0,24}[\"']){0,2}>\s?){1,4}"
    r"|\s[\w:-]{1,16}=[\"'][\w:-]{0,24}[\"']>)?"
    r"[>\s\"'(:\[]{0,4}[+(]{0,2}$"
)
"""A word for a telephone and what may part it from the number."""
LOUD: Final = re.compile(
    r"(?i)(?:cell|call|dial|ring|mobile|ph|sms|handy|support|contact|emergency|office|voice|noc"
    r"|on[- _]?call|mob|reach|text|reception|help)(?![a-z]*[_-]?(?:number|no)\b)[^:=>\"'(]*$"
)
"""Such a word that is used for much else, before plain digits."""
NEARBY: Final = re.compile(
    r"(?i)(?:(?<![a-z])(?:phones?|tel|telephone|mobile|cell|fax|whatsapp|sms|hotline|support|helpdesk"
    r"|help[ ]desk|pager|emergency|office"
    r"|on[- ]?call|noc|voice|landline|switchboard|dispatch|front[ ]desk|my[ ]number|number[ ]is"
    r"|contact)(?![a-z])"
    r"|phone|\b(?:call|ring|dial|reach|page|text|telephone|contact)\b[^\n]{0,48}\b(?:at|on)\b|\b(?:call"
    r"|ring|dial)\b[^\n]{0,32}:)[^\n]{0,60}$"
)
"""A word for a telephone somewhere before on the line."""
BEHIND: Final = re.compile(
    r"(?i)[ ]?[(,][ ]?(?:mobile|cell(?:phone)?|home|work|office|phone|tel|fax|sms|whatsapp)\b"
)
"""What a number is for, behind it."""
LETTER: Final = re.compile(r"(?:^|[\s|,;>(*#/])[TMFPC][.:][ ]?[(+]{0,2}$")
"""`T:`, `M:` and the like, as on cards."""
OTHER: Final = re.compile(
    r"(?i)(?<![a-z])(?:orders?|part|serial|invoice|ticket|case|ref|reference|sku|ids?|isbn|issn|account"
    r"|acct|tracking|model|policy|item|lot|po"
    r"|rfc|doi|uuid|guid|version|rev|build|date|time|ean|upc|asin|barcode|patent|grant|license|licen[cs]es?"
    r"|zip|ssn|tax|vat|fein|ein|pmid|issue|bug|port|range|oid|hash|checksum|commit|pin)(?![a-z])[^\n]{0,40}$"
)
"""A word for numbers of other things before on the line."""
GROUPED: Final = re.compile(
    r"\(?(?:[2-9]\d{2}\)?[ .-]{1,2}[2-9]\d{2}[ .-]\d{4}"
    r"|1[ .-]\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[ .-]\d{4}"
    r"|\(?0\d{1,4}\)?[ ./-]{1,3}\d{2,8}(?:[ ./-]\d{2,6}){0,4}|0\d{1,4}(?:[ .-]\d{2,4}){2,4})$"
)
"""Digits in groups as many countries write them."""
AMERICAN: Final = re.compile(r"(?:[2-9]\d{2}-[2-9]\d{2}-\d{4}|[2-9]\d{2}\.[2-9]\d{2}\.\d{4})$")
"""Three, three and four digits, as in North America, where no word is needed within quotes."""
LINKED: Final = re.compile(r"(?i)(?:wa\.me/|(?:send/?\?|[?&])phone=|\b(?:tel|sms|callto|whatsapp):)\+?$")
"""An address that calls a number."""
