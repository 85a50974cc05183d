# SPDX-License-Identifier: MIT
"""A server on this machine that answers as a test tells it to, faults included."""

import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class WebServer:
    """`answers[path]` is a function that gets the request's handler and how often the path was asked for."""

    def __init__(self, certificate=None):
        self.answers = {}
        self.asked = []  # (path with query, headers)
        self.stalled = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                path = self.path.split("?")[0]
                times = sum(asked.split("?")[0] == path for asked, _ in owner.asked)
                owner.asked.append((self.path, dict(self.headers)))
                if path in owner.answers:
                    owner.answers[path](self, times)
                else:
                    reply(self, b"", status=404)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # clients that hang up are part of the tests

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stalled.set()
        self.server.shutdown()
        self.server.server_close()


def reply(handler, body, status=200, kind="text/csv", length=None, **headers):
    """One answer; `length` says another Content-Length than the truth, and then hangs up."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    try:
        handler.wfile.write(body)
        if length is not None:
            handler.wfile.flush()
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
