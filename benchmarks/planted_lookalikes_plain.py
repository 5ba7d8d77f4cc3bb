"""Lines whose value must stay: numbers with dots, names that are no persons' tags, numbers, identifiers.

`place| line` begins an entry, `| line` goes on with it. `§=value§` is what stays, `§slot§` one that is drawn.
"""

DOTTED = r"""
python| HOST = "§=127.0.0.1§"
python| BIND = "§=0.0.0.0§"
python| __version__ = "§=1.2.3.4§"
python| PRIVATE = ["§=10.0.0.0/8§"]
python-body| self.assertEqual(parse("§=192.0.2.44§"), 4)
python| SYS_DESCR = "§=1.3.6.1.2.1.1.1.0§"
python-body| # e.g. http://§=203.0.113.7§/status
python-body| mask = "§=255.255.255.0§"
java| private static final String EMULATOR = "§=10.0.2.2§";
java-body| InetAddress group = InetAddress.getByName("§=224.0.0.251§");
java| // since §=4.12.0.1§
java| static final String OID = "§=2.5.29.17§";
java-body| assertTrue(isPrivate("§=172.16.31.5§"));
c++| // chrome §=96.0.4664.110§
c++-body| const char* any = "§=::§";
c++-body| bind_to("§=::1§", 8080);
c| #define BROADCAST "§=255.255.255.255§"
php-body| if ($_SERVER['REMOTE_ADDR'] == '§=127.0.0.1§') { define('DEBUG', true); }
php-body| $dns = '§=8.8.8.8§';
typescript| export const API = 'http://§=192.168.1.20§:3000';
typescript-body| const peer = '§=2001:db8::8a2e:370:7334§';
javascript| const agent = 'Mozilla/5.0 Chrome/§=80.0.3987.149§ Safari/537.36';
javascript| const link = '§=fe80::1ff:fe23:4567:890a§';
c#| [assembly: AssemblyVersion("§=1.0.0.0§")]
c#| [assembly: AssemblyFileVersion("§=5.14.2.31§")]
shell| ping -c 1 §=1.1.1.1§
shell| echo "nameserver §=8.8.4.4§" > /etc/resolv.conf
shell| VERSION=§=3.11.20.1§
yaml| DB_HOST: §=192.168.0.17§
yaml-top| subnet: §=172.28.0.0/16§
ini| bind-address = §=127.0.0.1§
xml| <version>§=2.4.18.6§</version>
dockerfile| RUN pip install "core==§=21.3.0.1§"
markdown| Version §=10.4.22.9§ fixes paging.
markdown| The router is usually at §=192.168.1.1§.
json| "rules": "§=169.254.169.254§",
"""

NAMED = r"""
python-head| # Copyright (c) 2015 §=Ingrid Lindqvist§
python-head| # Copyright 2012, §=Tobias Brandstetter§. All rights reserved.
python-head| '''Copyright (C) 2009-2014 §=Rafael Ferreira§'''
python| __copyright__ = "Copyright 2016, §=Annika Sorensen§"
python-body| # §=Dijkstra§'s algorithm, without decrease-key
python-body| # distance of §=Damerau-Levenshtein§
python| class §=KnuthMorrisPratt§: pass
python| # Author: §=The Apache Software Foundation§
python| __author__ = "§=The Chromium Authors§"
java-head| /*
|  * Copyright (c) 2011 §=Henrik Bergstrom§
|  */
java-head| // Copyright 2018 §=Google LLC§. All Rights Reserved.
java-body| // search by §=Boyer-Moore§
java| // §=Floyd-Warshall§ would be slower here
java-head| /* Copyright 2004-2010 §=Red Hat, Inc.§ */
c++-head| // Copyright (c) 2013 §=Pavel Novakova§
c++-head| // Copyright §=Stefan Grunwald§ 2007 - 2011.
c++| // hash of §=Fowler-Noll-Vo§
c++-body| // as in the sieve of §=Eratosthenes§
c| /* Copyright (C) 1998, 2003 §=Free Software Foundation, Inc.§ */
c| /* §=Mersenne Twister§ */
php-head| /**
|  * @copyright 2014 §=Camila Castellano§
|  */
php-head| /** @author §=WordPress.org§ */
php| // encoded as §=Reed-Solomon§
typescript| // Copyright (c) §=Microsoft Corporation§
typescript| // smoothing by §=Catmull-Rom§
javascript| /*! Copyright (c) 2014 §=Duncan Halloran§ | MIT */
javascript| // §=Fisher-Yates§ shuffle
c#| [assembly: AssemblyCompany("§=Contoso Holdings§")]
c#| // Copyright © §=Leila Demirel§ 2019
shell| # Copyright (c) 2017 §=Mireille Delacroix§
markdown| Copyright (c) 2020 §=Gregor Szabo§
markdown| It uses the filter of §=Savitzky-Golay§.
html| <footer>&copy; 2016 §=Mateusz Petrescu§</footer>
text| Copyright (c) 2010-2012, §=Oksana Kuznetsova§
sql| -- weights by §=Newton-Raphson§
xml| <name>§=The Apache License, Version 2.0§</name>
"""

NUMBERS = r"""
python| ISBN = "§=978-0-262-03384-8§"
python| CREATED = §=1616161616§
python-body| # ticket §=4158672291§
python| STARTED = "§=2017-03-14 08:12:44§"
python-body| seed = §=20180315142§
python| PI = §=3.14159265358979§
python-body| order = {"id": §=9182736450§, "count": 2}
python| RANGES = [(§=1000-2000§), (3000, 4000)]
java| private static final long serialVersionUID = §=8751282105532159742§L;
java-body| long phones = §=4294967296§L;
java-body| assertEquals("§=2016-11-04T09:15:22§", format(time));
java| // issue §=1234567890§
java| static final int SIZE = §=2147483647§;
c++-body| const double step = §=0.0174532925199§;
c++| // ISBN §=0-201-63361-2§
c++-body| std::array<int, 4> primes = {§=1009, 1013, 1019, 1021§};
c| #define MAGIC §=0123456701§
c| static const int table[] = { §=104, 117, 110, 145§ };
php-body| $timestamp = §=1489479164§;
typescript| export const BUILD = '§=20210714.1530§';
typescript-body| const box = '§=0 0 512 512§';
javascript| const path = 'M §=12 34 56 78 90 12§ Z';
c#| private const long Ticks = §=636245668580000000§;
shell| touch -t §=201703140812§ build/stamp
shell| dd if=/dev/zero of=disk bs=1 count=0 seek=§=10737418240§
yaml| BUILD_ID: "§=20190318-142233§"
yaml-top| schedule: "§=15 4 1 2 6§"
ini| max_bytes = §=1073741824§
sql| INSERT INTO orders (id, total) VALUES (§=7183926648§, 12.50);
xml| <path d="§=m10 20 30 40 50 60§"/>
markdown| Released §=2019-04-02§ (build 17).
markdown| doi:§=10.1145/3292500.3330701§
"""

IDENTIFIERS = r"""
python| TOKEN_TYPE = "§=bearer§"
python| password_field = "§=password§"
python| TOKEN_URL = "§=https://auth.acme.org/oauth2/token§"
python| from orders.queue import §=get_unprocessed_messages_of_customer_since_last_restart§
python| SECRET_NAME = "§=orders-database-credentials§"
python-body| self.token = §=token§
python-body| tokens = §=tokenizer.tokenize(message)§
python| PASSWORD_MIN_LENGTH = §=12§
python| KEY = "§=primary_key§"
java| public static final String PARAM_PASSWORD = "§=param.password§";
java| private §=AbstractTransactionalDataSourceSpringContextTests§ tests;
java-body| §=setTokenValidityInMillisecondsForRememberMe§(3600);
java| static final String KEY_PREFIX = "§=com.acme.billing.extra.SECRET§";
java-body| String message = "§=Invalid username or password§";
c++-body| enum class Token { §=kOpenParenthesis§, kClose };
c++| static const char* const kPasswordPrompt = "§=Enter password: §";
c++-body| §=ProcessUnacknowledgedRetransmissionTimeouts§(argc);
c| #define TOKEN_STRING §=257§
php-body| $lang['password'] = '§=Passwort§';
php-body| $rules = ['password' => '§=required|min:8|confirmed§'];
php| protected $hidden = ['§=password', 'remember_token§'];
typescript| export const AUTH_TOKEN_KEY = '§=auth_token§';
typescript| export const INJECT = new InjectionToken<string>('§=OrdersServiceConfiguration§');
typescript-body| const type = password ? '§=text§' : 'password';
javascript| const TOKEN_HEADER = '§=x-access-token§';
javascript| const keys = { password: '§=userPassword§', token: 'userToken' };
c#| private const string PasswordKey = "§=PasswordHash§";
c#-body| services.Configure<Options>(o => o.TokenScheme = "§=JwtBearerDefaults§");
shell| SECRET_FILE=§=/run/secrets/orders§
shell| PASSWORD_FILE="§=$HOME/.config/orders/password§"
yaml| SECRET_BACKEND: §=kubernetes§
yaml-top| secretName: §=orders-tls-certificate§
ini| token_lifetime = §=3600§
html| <input type="password" name="§=new_password_confirmation§">
sql| ALTER TABLE customers ADD COLUMN password_hash §=VARCHAR(128)§;
xml| <property name="passwordEncoder" ref="§=standardPasswordEncoder§"/>
json| "tokenEndpoint": "§=https://auth.acme.org/connect/token§",
css| .§=password-strength-indicator--is-very-strong§ { color: green; }
"""
