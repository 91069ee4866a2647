// Packs the extension as dist/mlpc.vsix, with the project's licence.
import { copyFileSync } from "node:fs";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";

copyFileSync(path.join(process.env.MLPC_ROOT ?? "../..", "LICENSE"), "LICENSE");
await createVSIX({ dependencies: false, allowMissingRepository: true, packagePath: "dist/mlpc.vsix" });
