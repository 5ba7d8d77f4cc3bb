"""Given and family names of many regions, drawn apart, and the words of accounts, mailboxes and passwords."""

from __future__ import annotations

_REGIONS = """
Michael Sarah Kevin Laura Brian Emily Scott Megan Craig Heather | Whitfield Hargrove Pemberton Caldwell
Stefan Jürgen Katrin Matthias Uwe Annika Björn Sabine Holger Anke | Brandtner Lindemann Kesselring
Thibault Élodie Guillaume Céline Mathieu Aurélie Benoît Sylvain | Delacourt Marchandeau Lefranc Bertholet
Łukasz Agnieszka Paweł Małgorzata Krzysztof Tomasz Wojciech | Wiśniowski Zaręba Grabowiecki Nowicki
Javier Lucía Alejandro Marisol Íñigo Beatriz Rubén Joaquín | Echeverría Montalbán Quiroga Villaseñor
Giuseppe Chiara Lorenzo Francesca Matteo Alessandra Davide | Bellandi Castronovo Marchetti Pellegrino
Lars Ingrid Mikael Astrid Henrik Sigrid Øyvind Jens | Söderqvist Halvorsen Bergström Nyholm Kjærgaard
Dmitry Olga Sergey Natalia Alexey Irina Maxim Yulia | Voronkov Kuznetsova Lebedev Morozova Panchenko
Hiroshi Yuki Takeshi Naoko Kenta Ayumi Daisuke Emi | Kurosaki Matsubara Hayashida Shimomura Okabe
Wei Xiaoming Jing Haoran Yifan Lili Zhiqiang | Zhangsun Ouyang Xiong Jiang Luo Qiao
Rajesh Priya Anil Sunita Vikram Deepa Arjun Kavita | Venkataraman Deshpande Chaudhary Bhattacharya
Jiho Minseo Seojun Hyejin Dongwook | Hwangbo Kwon Namgung Baek Seong
Ahmet Elif Mehmet Zeynep Burak Ayşe | Yildiz Karaoğlu Demirtaş Şahin Özkan
Omar Leila Youssef Fatima Karim Nadia | Haddadin Benchekroun Mansouri Elsharif Khoury Tazi
Chinedu Amara Kwame Ngozi Tunde Zola | Okonjo Adeyemi Boateng Nwachukwu Mensah Dlamini
João Beatriz Rafael Letícia Thiago Camila | Figueiredo Vasconcelos Guimarães Cavalcanti Nogueira
Jeroen Femke Wouter Marieke Bas Sanne | Hoogendoorn Verhoeven Zijlstra Kuiper Dijkhuizen
Petr Lenka Ondřej Zuzana Jakub | Dvořáček Novotný Procházka Hrubý Šimek
"""

FAMILIES = [
    tuple(half.split() for half in region.split("|"))
    for region in _REGIONS.strip().splitlines()
    if "|" in region
]
"""Given names and family names of each region."""
NATIVE = ["陈志远", "刘晓燕", "山口健太郎", "中村美咲", "Алексей Воронков", "Наталья Лебедева", "김도현"]
"""Full names in scripts of their own."""
NICKNAMES = [
    "pixelfox",
    "nullbyte",
    "bitwolf",
    "codeknight",
    "moonrider",
    "zerocool",
    "lazycat",
    "rustbeard",
    "hackmonk",
    "snowcrash",
]

"""What people call themselves."""
WORDS = [
    "falcon",
    "harbor",
    "velvet",
    "copper",
    "thunder",
    "willow",
    "meadow",
    "tiger",
    "orchid",
    "marble",
    "saffron",
    "glacier",
    "pepper",
    "comet",
    "lantern",
    "walnut",
    "breeze",
    "anchor",
    "cactus",
    "raven",
    "maple",
    "pirate",
    "sunset",
    "monkey",
    "dragon",
    "coffee",
    "turtle",
    "bamboo",
    "ginger",
    "zebra",
]
MAILBOXES = [
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "gmx.de",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "web.de",
    "free.fr",
    "mail.ru",
    "yandex.ru",
    "qq.com",
    "163.com",
    "libero.it",
    "orange.fr",
    "protonmail.com",
    "fastmail.fm",
    "interia.pl",
    "seznam.cz",
    "uol.com.br",
    "naver.com",
]
HOUSES = [
    "nordfjell",
    "brightlane",
    "quantaforge",
    "helixware",
    "tessellate",
    "bluepeak",
    "redmoor",
    "ostrava-soft",
    "kaitori",
    "lumenworks",
]
ENDINGS = ["com", "com", "com", "org", "net", "io", "de", "fr", "co.uk", "pl", "se", "ch", "nl"]
CAMPUSES = [
    "cs.uni-altenau.de",
    "inf.polytech-valmont.fr",
    "eecs.westbrook.edu",
    "cse.iitk-north.ac.in",
    "informatik.tu-rosenau.de",
]
