"""Long or odd words of no secret: identifiers, paths, class names, encoded pictures, public keys."""

IDENTIFIERS = r"""
%% python+
from sklearn.ensemble import §=HistGradientBoostingClassifier§
%% python
def §=test_returns_none_when_the_queue_is_empty_and_not_blocking§():
    assert Queue().get(block=False) is None
%% python+
ALPHABET = "§=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/§"
%% python
ICON = (
    "§png§"
)
%% python+
MODEL = "§=meta-llama/Llama-2-7b-chat-hf§"
%% python
_SYMBOL = "§=_ZNSt6vectorIiSaIiEE9push_backERKi§"
assert demangle(_SYMBOL).startswith("std::vector")
%% java
class Beans {
    private §=AbstractSingletonProxyFactoryBean§ factory;
}
%% java+
private static final String ACTION = "§=android.permission.WRITE_EXTERNAL_STORAGE§";
%% java
import static §=org.springframework.test.web.servlet.result.MockMvcResultMatchers.status§;
%% java+
public void §=onRequestPermissionsResultForBackgroundLocation§() {
}
%% c++
vkCmdPipelineBarrier(commands, §=VK_PIPELINE_STAGE_COLOR_ATTACHMENT_OUTPUT_BIT§, 0);
%% c++
static const char kPixels[] = "§=!''*Q`Q$M@@-!-#A5A5A5A%!!!§";
%% c++
typedef struct §=_IMAGE_LOAD_CONFIG_DIRECTORY64§ LoadConfig;
%% c++
#ifndef §=GRIDTOOLS_CORE_RASTER_TILE_CACHE_INL_H_§
#define GRIDTOOLS_CORE_RASTER_TILE_CACHE_INL_H_
#endif
%% php+
use §=Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator§;
%% php
<?php
class ComposerAutoloaderInit§md5§
{
    private static $loader;
}
%% php+
$icon = 'data:image/gif;base64,§gif§';
%% javascript
import styles from './Badge.module.css';

export const cls = 'Badge_label__§=x7Kq2§';
%% javascript+
const worker = '§wasm§'; // the module, as base64
%% javascript
(window.webpackJsonp = window.webpackJsonp || []).push([[12], { "§=aUsF§": function (t, e, n) {} }]);
%% javascript
//# sourceMappingURL=data:application/json;base64,§=eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbImFwcC5qcyJdfQ==§
%% json
{
  "version": 3,
  "sources": ["badge.ts"],
  "names": [],
  "mappings": "§vlq§"
}
%% typescript
import { §=useIsomorphicLayoutEffectWithDependencies§ } from "./hooks";
%% typescript+
const video = "https://www.youtube.com/watch?v=§=b7Qm_zXk3Rw§";
%% typescript+
type Keys = "§=backgroundPositionX§" | "borderBottomLeftRadius";
%% c#
[DllImport("user32.dll", EntryPoint = "§=SetProcessDpiAwarenessContext§")]
private static extern bool Aware(int value);
%% c#+
private const string Template = "§=Microsoft.EntityFrameworkCore.Database.Command§";
%% shell+
docker logs §=inventory-worker-7d9c6b5f4-x2kqp§ --tail 50
%% shell+
aws s3 cp dist/ s3://§=fernwood-artifacts-eu-central-1§/ --recursive
%% yaml
image: §=123456789012.dkr.ecr.us-east-1.amazonaws.com/inventory§:latest
%% yaml
metadata:
  annotations:
    §=nginx.ingress.kubernetes.io/proxy-read-timeout§: "600"
%% json+
"$schema": "§=https://json.schemastore.org/tsconfig-node20-strictest.json§",
%% xml
<dependency>
  <groupId>org.springframework.boot</groupId>
  <artifactId>§=spring-boot-starter-oauth2-resource-server§</artifactId>
</dependency>
%% xml
<data name="logo" mimetype="application/x-microsoft.net.object.bytearray.base64">
  <value>§png§</value>
</data>
%% html
<style>
  @font-face { font-family: icons; src: url(data:font/woff;base64,§woff§); }
</style>
%% markdown+
[![build](https://img.shields.io/badge/dynamic/json?query=%24.version&url=§=https%3A%2F%2Fexample.com%2Fversion.json§)](https://example.com)
%% text
§public_key§
%% html
<img alt="logo" src="data:image/svg+xml;base64,§svg§">
"""
