"""Excerpts that entries stand in: a line with only § is where they go."""

HOSTS = {
    "python": (
        "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef flush(queue, limit=50):\n"
        "    batch = queue[:limit]\n    §\n    for item in batch:\n        item.save()\n    return 1\n",
        "import os\nimport sys\n\n§\n\n\ndef main(argv=None):\n    path = os.path.abspath(argv[1])\n"
        '    with open(path) as stream:\n        print(stream.read())\n\n\nif __name__ == "__main__":\n'
        "    sys.exit(main(sys.argv))\n",
    ),
    "java": (
        "package org.lantern.store;\n\nimport java.util.List;\n\npublic class OrderStore {\n"
        "    public int count(List<Order> orders) {\n        int open = 0;\n        §\n"
        "        for (Order order : orders) {\n            open += order.isOpen() ? 1 : 0;\n        }\n"
        "        return open;\n    }\n}\n",
        "package org.lantern.web;\n\nimport java.io.IOException;\n\nclass PageFilter extends BaseFilter {\n\n"
        "    void apply(Page page) throws IOException {\n        §\n        page.render();\n    }\n}\n",
    ),
    "c#": (
        "using System;\nusing System.IO;\n\nnamespace Lantern.Jobs\n{\n    public class ReportJob\n    {\n"
        "        public void Run(Report report)\n        {\n            §\n            report.Rows.Clear();\n"
        "        }\n    }\n}\n",
    ),
    "c++": (
        "#include <map>\n#include <string>\n\nnamespace lantern {\n\nint Parser::next(std::string& out)\n{\n"
        "    §\n    if (pos_ >= size_)\n        return -1;\n    out.assign(data_ + pos_, 1);\n"
        "    return ++pos_;\n}\n\n}  // namespace lantern\n",
    ),
    "php": (
        "<?php\n\nnamespace Lantern\\Mail;\n\nclass Box\n{\n    public function send(array $items)\n    {\n"
        "        §\n        foreach ($items as $item) {\n            $this->queue->push($item);\n        }\n"
        "    }\n}\n",
    ),
    "javascript": (
        "'use strict';\n\nconst path = require('path');\n\n§\n\nmodule.exports = function resolve(file) {\n"
        "  return path.join(__dirname, file);\n};\n",
        "import { render } from './view';\n\nexport function start(app, options) {\n  §\n"
        "  app.on('ready', () => render(app, options));\n}\n",
    ),
    "typescript": (
        "import { Router } from './router';\n\nexport class Session {\n  private open = false;\n\n"
        "  start(router: Router): void {\n    §\n    this.open = router.ready;\n  }\n}\n",
        "import type { Options } from './types';\n\n§\n\nexport const build = (options: Options): string =>\n"
        "  options.parts.join('/');\n",
    ),
    "shell": (
        '#!/bin/bash\nset -e\n\ncd "$(dirname "$0")"\n\n§\n\nfor file in build/*.tar; do\n'
        '  echo "packing $file"\n  gzip -9 "$file"\ndone\n',
    ),
}
"""Language -> excerpts."""
