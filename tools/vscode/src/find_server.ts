import * as path from "node:path";

/** Where the program may be, and how to look. */
export interface Places {
  /** The setting `mlpc.server.path`. */
  readonly setting: string;
  readonly extensionFolder: string;
  readonly homeFolder: string;
  /** The folders of the search path, as one string. */
  readonly searchPath: string;
  readonly platform: NodeJS.Platform;
  readonly isProgram: (file: string) => boolean;
}

export type Found =
  | { readonly program: string; readonly from: "setting" | "extension" | "search path" }
  | { readonly problem: string };

/**
 * The program that serves: the one of the setting, or else the extension's own, or else the first on the search path.
 * If the setting names something that is not there, no other program takes its place.
 */
export function findServer(places: Places): Found {
  const windows = places.platform === "win32";
  const paths = windows ? path.win32 : path.posix;
  const name = windows ? "mlpc.exe" : "mlpc";

  const setting = places.setting.trim();
  if (setting !== "") {
    const program = /^~(?=$|[/\\])/.test(setting) ? paths.join(places.homeFolder, setting.slice(1)) : setting;
    if (!paths.isAbsolute(program)) {
      return { problem: `The setting mlpc.server.path must be an absolute path, or begin with ~: ${setting}` };
    }
    if (!places.isProgram(program)) {
      return { problem: `The setting mlpc.server.path names ${program}, which is not a program that can be run` };
    }
    return { program, from: "setting" };
  }

  const own = paths.join(places.extensionFolder, "server", name);
  if (places.isProgram(own)) {
    return { program: own, from: "extension" };
  }
  for (const folder of places.searchPath.split(paths.delimiter)) {
    // A relative folder would run whatever an opened folder contains.
    if (paths.isAbsolute(folder) && places.isProgram(paths.join(folder, name))) {
      return { program: paths.join(folder, name), from: "search path" };
    }
  }
  return {
    problem: "The program mlpc was not found: install it on the search path, or set mlpc.server.path",
  };
}
