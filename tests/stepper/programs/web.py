"""http.server and urllib in one program: GET, POST, a missing page, an error in the handler."""

import http.server
import json
import threading
import urllib.error
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/missing":
            self.send_error(404, "Nothing here")
            return
        self.answer(self.path.encode())

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.answer(json.dumps(json.loads(self.rfile.read(length))).encode())

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        print("log", format % args)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
thread.start()
base = "http://127.0.0.1:%d" % server.server_port
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
for path, data in (("/hello", None), ("/post", b'{"a": [1, 2]}')):
    with opener.open(base + path, data) as response:
        print(response.status, response.read())
try:
    opener.open(base + "/missing")
except urllib.error.HTTPError as error:
    print(error.code, error.reason)
    error.close()
server.shutdown()
thread.join()
server.server_close()
