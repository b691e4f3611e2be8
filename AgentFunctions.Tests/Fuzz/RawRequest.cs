using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>Bytes on a connection that a well-behaved client library would not send.</summary>
public sealed record RawRequest(byte[] Bytes)
{
    private const string Task = """{"agent":"classify-ticket","input":{"text":"x"},"notBefore":"2500-01-01T00:00:00Z"}""";

    private static readonly string[] Lines =
    [
        "POST /api/tasks HTTP/1.1", "POST /api/tasks/batch HTTP/1.1", "GET /api/tasks HTTP/1.1", "POST /api/tasks?%00 HTTP/1.1", "GET /api/tasks/%00 HTTP/1.1", "GET /api/tasks/../tasks HTTP/1.1",
        "GET /api/tasks?status=ü HTTP/1.1", "PUT /api/tasks HTTP/1.1", "post /api/tasks HTTP/1.1", "POST /api/tasks HTTP/1.0", "POST /api/tasks HTTP/9.9", "POST http://x/api/tasks HTTP/1.1", "OPTIONS * HTTP/1.1",
        "CONNECT x:1 HTTP/1.1", "GET  /api/tasks HTTP/1.1", "GET", "", "PRI * HTTP/2.0", "TRACE /api/health HTTP/1.1", "HEAD /api/tasks HTTP/1.1", "DELETE /api/tasks/x HTTP/1.1", "GET //api//tasks HTTP/1.1", "POST /API/Tasks/ HTTP/1.1",
    ];

    private static readonly string[] Headers =
    [
        "Content-Length: 10", "Content-Length: 0", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 2000000", "Content-Length: 5, 6", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 3", "Content-Type: application/json", "Content-Type:", "Content-Type: \xff\xfe", "Prefer: \x01", "Prefer: wait=\xe4", "X: a\r\n b", "X : y", ": y", "nonsense", "Host:", "Host: a\r\nHost: b", "Host: a b",
        "Expect: 100-continue", "Expect: nonsense", "Connection: upgrade\r\nUpgrade: websocket", "Connection: close", "If-None-Match: \"\0\"",
    ];

    private static readonly string[] Bodies =
        [Task, Task[..20], string.Empty, $"{Task.Length:x}\r\n{Task}\r\n0\r\n\r\n", "zz\r\nabc\r\n0\r\n\r\n", "5\r\nab", "fffffffff\r\nabc", "5;x=y\r\n{\"a\":\r\n0\r\nTrailer: x\r\n\r\n", "\0\0\0", "-1\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n"];

    public static Arbitrary<RawRequest> Arbitrary() =>
        (from line in Gen.Frequency((3, Gen.Constant(Lines[0])), (2, Gen.Elements(Lines)))
         from count in Gen.Choose(0, 3)
         from headers in Gen.Elements(Headers).ListOf(count)
         from host in Gen.Elements(["Host: localhost"], Array.Empty<string>())
         from body in Gen.Elements(Bodies)
         from lineEnd in Gen.Elements("\r\n", "\r\n", "\r\n", "\n")
         let bytes = Encoding.Latin1.GetBytes(string.Join(lineEnd, [line, .. host, .. headers, string.Empty, body]))
         from sent in Gen.Frequency((4, Gen.Constant(bytes)), (1, ByteFaults.In(bytes)))
         select new RawRequest(sent)).ToArbitrary();

    public override string ToString() => new TaskBody(Bytes).ToString();
}
