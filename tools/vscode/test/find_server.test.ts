import assert from "node:assert/strict";
import { test } from "node:test";
import { findServer, type Places } from "../src/find_server";

function places(programs: string[], given: Partial<Places> = {}): Places {
  return {
    setting: "",
    extensionFolder: "/extension",
    homeFolder: "/home/a",
    searchPath: "/usr/local/bin:/usr/bin",
    platform: "linux",
    isProgram: (file) => programs.includes(file),
    ...given,
  };
}

const everywhere = ["/own/mlpc", "/extension/server/mlpc", "/usr/local/bin/mlpc", "/usr/bin/mlpc"];

test("the setting comes first", () => {
  assert.deepEqual(findServer(places(everywhere, { setting: " /own/mlpc " })), { program: "/own/mlpc", from: "setting" });
});

test("the setting may begin with the home folder", () => {
  const found = findServer(places(["/home/a/bin/mlpc"], { setting: "~/bin/mlpc" }));
  assert.deepEqual(found, { program: "/home/a/bin/mlpc", from: "setting" });
});

test("no other program takes the place of the one that is set", () => {
  const found = findServer(places(everywhere, { setting: "/gone/mlpc" }));
  assert.match("problem" in found ? found.problem : "", /\/gone\/mlpc, which is not a program/);
});

test("a relative setting is rejected", () => {
  const found = findServer(places(["bin/mlpc"], { setting: "bin/mlpc" }));
  assert.match("problem" in found ? found.problem : "", /must be an absolute path.*bin\/mlpc/);
});

test("the extension's own copy comes before the search path", () => {
  assert.deepEqual(findServer(places(everywhere)), { program: "/extension/server/mlpc", from: "extension" });
});

test("the first of the search path is used", () => {
  assert.deepEqual(findServer(places(["/usr/bin/mlpc", "/usr/local/bin/mlpc"])), {
    program: "/usr/local/bin/mlpc",
    from: "search path",
  });
});

test("relative folders of the search path are skipped", () => {
  const found = findServer(places(["mlpc", "bin/mlpc", "/usr/bin/mlpc"], { searchPath: ":bin:/usr/bin" }));
  assert.deepEqual(found, { program: "/usr/bin/mlpc", from: "search path" });
});

test("nothing found is a problem that says what to do", () => {
  const found = findServer(places([]));
  assert.match("problem" in found ? found.problem : "", /search path.*mlpc\.server\.path/);
});

test("Windows has other paths and another name", () => {
  const windows = { platform: "win32", extensionFolder: "C:\\ext", homeFolder: "C:\\Users\\a" } as const;
  assert.deepEqual(
    findServer(places(["D:\\tools\\mlpc.exe"], { ...windows, searchPath: "C:\\Windows;D:\\tools" })),
    { program: "D:\\tools\\mlpc.exe", from: "search path" },
  );
  assert.deepEqual(
    findServer(places(["C:\\Users\\a\\mlpc.exe"], { ...windows, setting: "~\\mlpc.exe" })),
    { program: "C:\\Users\\a\\mlpc.exe", from: "setting" },
  );
});
