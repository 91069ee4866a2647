"""A small client of the Language Server Protocol for tests: what an editor does, without an editor."""
import json
import subprocess
import threading
import time


class RequestFailed(Exception):
    """The server answered with an error."""

    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]
        self.message = error["message"]


def hashable(identity):
    return json.dumps(identity) if isinstance(identity, (list, dict)) else identity


class Client:
    """One server and the conversation with it. Messages of the server are read by a thread of their own."""

    def __init__(self, mlpc, capabilities=None, folders=(), options=None, start=True):
        self.process = subprocess.Popen([mlpc, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.arrived = threading.Condition()
        self.answers = {}
        self.unasked = []  # requests and notifications of the server
        self.ended = False
        self.next_id = 0
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        if start:
            self.capabilities = self.initialize(capabilities, folders, options)["capabilities"]

    def initialize(self, capabilities=None, folders=(), options=None):
        params = {"processId": None, "capabilities": capabilities or {},
                  "workspaceFolders": [{"uri": uri, "name": uri} for uri in folders]}
        if options is not None:
            params["initializationOptions"] = options
        result = self.request("initialize", params)
        self.notify("initialized", {})
        return result

    def read(self):
        stream = self.process.stdout
        while True:
            length = None
            while (line := stream.readline()).strip():
                name, _, value = line.partition(b":")
                if name == b"Content-Length":
                    length = int(value)
            if not line:
                break
            message = json.loads(stream.read(length))
            with self.arrived:
                if "method" in message:
                    self.unasked.append(message)
                else:
                    self.answers.setdefault(hashable(message.get("id")), []).append((time.perf_counter(), message))
                self.arrived.notify_all()
        with self.arrived:
            self.ended = True
            self.arrived.notify_all()

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(data) + data)

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        """Sends a request; returns its id."""
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params})
        return self.next_id

    def wait(self, condition, timeout=30):
        """Waits until `condition()`, called with the lock, returns something true; returns that."""
        with self.arrived:
            found = self.arrived.wait_for(lambda: condition() or (self.ended and "ended"), timeout)
            if found == "ended":
                found = condition()
            if not found:
                raise TimeoutError("the server has ended" if self.ended else "no answer")
            return found

    def answer(self, identity, timeout=30):
        """The answer to a request: its result, or an exception; and when it came."""
        when, message = self.wait(lambda: self.answers.get(identity), timeout)[0]
        with self.arrived:
            del self.answers[identity][0]
            if not self.answers[identity]:
                del self.answers[identity]
        self.when = when
        if "error" in message:
            raise RequestFailed(message["error"])
        return message["result"]

    def request(self, method, params, timeout=30):
        return self.answer(self.ask(method, params), timeout)

    # ---- documents

    def open(self, uri, text, version=1):
        self.notify("textDocument/didOpen",
                    {"textDocument": {"uri": uri, "languageId": "mlp", "version": version, "text": text}})

    def change(self, uri, version, *changes):
        """Each change is a whole text, or a range and the text that replaces it."""
        changes = [{"text": one} if isinstance(one, str) else {"range": one[0], "text": one[1]} for one in changes]
        self.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes})

    def close(self, uri):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def published_now(self, uri, version=None):
        """What was last published for a document, at the earliest for this version; otherwise None."""
        for message in reversed(self.unasked):
            if message["method"] == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                params = message["params"]
                return params["diagnostics"] if version is None or params.get("version", 0) >= version else None
        return None

    def published(self, uri, version=None, timeout=30):
        """The same, which is waited for."""

        def find():
            found = self.published_now(uri, version)
            return None if found is None else (found,)

        return self.wait(find, timeout)[0]

    def memory(self):
        """The resident memory of the server in bytes."""
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * 4096

    def alive(self):
        return self.process.poll() is None

    def stop(self):
        """Ends the conversation as an editor does; returns the exit status."""
        try:
            if self.alive():
                self.request("shutdown", None)
                self.notify("exit", None)
        except (OSError, TimeoutError, RequestFailed):
            pass
        return self.finish()

    def finish(self):
        """Closes the server's input; returns its exit status."""
        try:
            self.process.stdin.close()
        except OSError:
            pass
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.reader.join(10)
            self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
