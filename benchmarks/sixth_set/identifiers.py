"""Long identifiers, data and urls without a secret or a person."""

IDENTIFIERS = r"""
%% python
class §=AbstractSingletonProxyFactoryBean§:
    pass

%% python
def §=test_returns_empty_list_when_no_rows_match_filter§():
    assert rows(()) == []

%% python
ICON = "data:image/png;base64,§=iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4EI§"

%% python
GIF = b"§=R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7§"

%% python
ALPHABET = "§=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/§"

%% python
NAMESPACE = uuid.UUID("§=6ba7b810-9dad-11d1-80b4-00c04fd430c8§")

%% python
# revision identifiers, used by Alembic
revision = "§=4f2b1c9d7e3a§"
down_revision = None

%% python+
DOCS = "§=https://docs.python.org/3/library/functools.html#functools.lru_cache§"

%% python
from §=django.contrib.staticfiles.templatetags.staticfiles§ import static

%% python+
DATA_URL = "§=https://archive.example.org/ml/machine-learning-databases/iris/iris.data§"

%% java
package org.example;

import §=org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping§;

class Config {
}

%% java
class §=InternalFrameInternalFrameTitlePaneInternalFrameTitlePaneMaximizeButtonPainter§ {
}

%% java+
private static final String HEX_DIGITS = "§=0123456789abcdef§";

%% java+
private static final String ACTION = "§=android.intent.action.MEDIA_BUTTON§";

%% c++
void §=glGetFramebufferAttachmentParameterivEXT§(int target);

%% c++
const char* name = "§=_ZNSt6vectorIiSaIiEE9push_backERKi§";

%% c++
#define §=EXAMPLE_CORE_RENDER_PIPELINE_STATE_CACHE_MAX_ENTRIES§ 64

%% c++
static const char kDigits[] = "§=0123456789ABCDEFGHJKMNPQRSTVWXYZ§";

%% c#
[Guid("§uuid§")]
public interface IShape
{
}

%% c#
[assembly: InternalsVisibleTo("Example.Tests")]
[assembly: Guid("§uuid§")]

%% c#
Project("{§=FAE04EC0-301F-11D3-BF4B-00C04F79EFBC§}") = "Core";

%% php
<?php

use §=Symfony\Component\DependencyInjection\Compiler\CompilerPassInterface§;

%% php
<?php

$loader->add('§=Doctrine\\Common\\DataFixtures\\Executor\\AbstractExecutor§', __DIR__);

%% javascript
//# sourceMappingURL=data:application/json;base64,§=eyJ2ZXJzaW9uIjozLCJtYXBwaW5ncyI6IiJ9§

%% javascript
export const §=selectCurrentlyVisibleNotificationIdentifiers§ = (state) => state.visible;

%% javascript+
const CDN = '§=https://cdnjs.cloudflare.com/ajax/libs/jquery/3.6.0/jquery.min.js§';

%% javascript+
const className = '§=MuiButtonBase-root-MuiIconButton-colorSecondary§';

%% typescript
export type §=DeepReadonlyRecordOfNormalizedEntityState§ = Readonly<Record<string, unknown>>;

%% typescript+
const SVG_PATH = '§=M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2zm0 18c-4.41§';

%% html
<link href="§=https://fonts.googleapis.com/css?family=Roboto:300,400,500,700&display=swap§" rel="stylesheet">

%% xml
<beans xmlns="§=http://www.springframework.org/schema/beans§">
</beans>

%% xml
<ProjectGuid>{§uuid§}</ProjectGuid>

%% xml
<data name="icon" mimetype="application/x-microsoft.net.object.bytearray.base64">
  <value>§base64_64§</value>
</data>

%% json
{
  "resolved": "§=https://registry.npmjs.org/string-width/-/string-width-4.2.3.tgz§"
}

%% yaml+
trace_id: §uuid§

%% markdown+
[![Build](§=https://img.shields.io/badge/build-passing-brightgreen.svg§)](https://example.org/ci)

%% text
-----BEGIN CERTIFICATE-----
§=MIIBszCCARwCCQDJx2mB0kBfRjANBgkqhkiG9w0BAQUFADAeMQswCQYDVQQGEwJV§
-----END CERTIFICATE-----

%% html
<style>
.icon { src: url(data:font/woff2;base64,§=d09GMgABAAAAAAQcAA0AAAAACJAAAAPFAAEAAAAAAAAAAAAAAAAAAAAA§) }
</style>
"""
