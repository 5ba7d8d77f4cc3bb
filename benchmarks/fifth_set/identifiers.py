"""Long identifiers, data in Base64 that hold no secret, names of classes, and URLs."""

from __future__ import annotations

IDENTIFIERS = r"""
%% python+
ICON = "data:image/png;base64,iVBORw0KGgo§base64 300§"
%% python+
from shop.checkout.views import §=AbstractShippingAddressConfirmationView§
%% python+
logo = base64.b64decode("§=R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7§")
%% python+
def §=test_it_raises_an_error_when_the_row_is_empty§(): ...
%% python+
ALPHABET = "§=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567§"
%% python+
URL = "§=https://api.example.com/v2/customers/orders/search?sort=created§"
%% python+
logger = logging.getLogger("§=shop.checkout.shipping.confirmation§")
%% python+
self.assertEqual(encode("Hello, World!"), "§=SGVsbG8sIFdvcmxkIQ==§")
%% java
package net.sample.json;

import §=org.springframework.beans.factory.annotation.Autowired§;

class Reader {
}
%% java+
private AbstractSingletonProxyFactoryBean §=transactionAwareConnectionFactoryProxy§;
%% java+
static final String NS = "§=http://schemas.xmlsoap.org/soap/envelope/§";
%% java+
int layout = R.layout.§=abc_action_bar_title_item_material§;
%% text
-keep public class §=com.google.android.vending.licensing.ILicensingService§
-dontwarn org.acme.**
%% c+++
void §=glDrawElementsInstancedBaseVertexBaseInstanceEXT§(int count);
%% c+++
// mangled: §=_ZNSt6vectorIiSaIiEE17_M_realloc_insertIJiEEEvN9__gnu_cxx17__normal_iteratorE§
%% c++
#ifndef §=THIRD_PARTY_ROWPACK_INCLUDE_CODEC_BUFFER_H_§
#define THIRD_PARTY_ROWPACK_INCLUDE_CODEC_BUFFER_HH

#endif
%% php
<?php

use §=Symfony\Component\DependencyInjection\ContainerBuilder§;

return new ContainerBuilder();
%% php+
$option = '§=woocommerce_shipping_cost_requires_address§';
%% php+
add_filter('the_content', '§=rowpack_replace_shortcodes_in_content§');
%% javascript+
var chars = '§=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/§';
%% javascript
exports.rows = [];
//# sourceMappingURL=data:application/json;base64,§=eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbXSwibmFtZXMiOltdfQ==§
%% javascript+
const url = '§=https://cdnjs.cloudflare.com/ajax/libs/jquery/3.3.1/jquery.min.js§';
%% javascript+
var mappings = '§=AAAA,SAASA,GAAGC,CAAC,EAAEC,CAAC,CAAC,CAAC,OAAOD§';
%% typescript
import { §=createFeatureSelectorFactoryWithProps§ } from './store';

export const factory = 1;
%% typescript+
const video = '§=https://www.youtube.com/watch?v=aQ7Zk2LmXw4§';
%% c#+
private readonly §=IDictionary<string, IReadOnlyCollection<ShippingAddress>>§ _cache;
%% c#
[assembly: InternalsVisibleTo("Shop.Tests, PublicKey=§=00240000048000009400000006020000002400005253413100§")]
%% shell+
export §=DEBIAN_FRONTEND_NONINTERACTIVE_SEEN§=true
%% shell+
wget §=https://archive.apache.org/dist/maven/maven-3/3.6.3/binaries/apache-maven-3.6.3-bin.tar.gz§
%% yaml
images:
  - registry: quay.io
    name: §=prometheus-operator-kube-webhook-certgen§
%% yaml
- name: Show the facts
  debug:
    var: §=ansible_default_ipv4_interface_name§
%% json+
"homepage": "§=https://github.com/tidy-tables/tidy-tables#readme§",
%% json+
"$schema": "§=https://json.schemastore.org/package-lock-definitions§",
%% xml
<?xml version="1.0"?>
<beans xmlns="§=http://www.springframework.org/schema/beans§">
</beans>
%% xml
<dependency>
  <groupId>org.acme</groupId>
  <artifactId>§=store-spring-boot-autoconfigure-processor§</artifactId>
</dependency>
%% css
.icon {
  background: url(data:image/gif;base64,§=R0lGODlhEAAQAMQAAORHHOVSKudfOulrSOp3WOyDZu6QdvCchPGolfO0o§);
}
%% markdown+
[![Build Status](§=https://travis-ci.org/tidy-tables/tidy-tables.svg?branch=master§)](ci)
%% text
ssl_ciphers §=ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384§;
"""
