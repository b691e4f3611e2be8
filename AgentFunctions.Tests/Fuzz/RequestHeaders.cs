using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>Headers of a submission, sensible and not, that a client can send over a kept connection.</summary>
public sealed record RequestHeaders(IReadOnlyList<(string Name, string Value)> Values)
{
    // No wait of more than nothing: nobody is at work, so it would be waited out.
    private static readonly (string Name, string[] Values)[] Known =
    [
        ("Content-Type", ["application/json", "text/plain", "application/json; charset=utf-16", "application/x-ndjson", "APPLICATION/JSON", "nonsense", ";", "a/b; c=\"", "application/json, text/html", "multipart/form-data", "", "ü/ü"]),
        ("Prefer", ["wait=0", "wait=-1", "wait=1.5", "wait=abc", "wait=", "wait", "WAIT=0", "respond-async", "waiting=5", "wait-for=x", "respond-async, wait=0", "x=\"a, wait=9\"", "=", ",", ";;,=", "wait=\"0\"", "wait = 0; foo"]),
        ("Idempotency-Key", ["", " ", "ü😀", "'", "\"", "a b", "../../x", "a#b/c?d\\e"]),
        ("If-None-Match", ["*", "\"queued-0\"", "W/\"queued-0\"", "nonsense", "", "\"", "\"a\", \"b\""]),
        ("If-Match", ["*", "\"x\""]),
        ("Accept", ["*/*", "text/html", "nonsense", "application/xml;q=2"]),
        ("Accept-Encoding", ["gzip", "x"]),
        ("Content-Encoding", ["gzip", "identity", "nonsense"]),
        ("Content-Language", ["ü"]),
        ("Authorization", ["Bearer x", "x", ""]),
        ("Origin", ["null", "http://evil.example"]),
        ("X-Forwarded-For", ["1.2.3.4", "nonsense"]),
        ("X-HTTP-Method-Override", ["DELETE"]),
        ("Range", ["bytes=0-1", "x"]),
        ("traceparent", ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "x", "ff-0-0-0"]),
        ("Transfer-Encoding", ["chunked"]),
    ];

    public static Arbitrary<RequestHeaders> Arbitrary() =>
        (from count in Gen.Choose(1, 4)
         from headers in Gen.Frequency((8, OfKnown), (1, Keys), (1, Long)).ListOf(count)
         select new RequestHeaders(headers)).ToArbitrary();

    public override string ToString() => string.Join(" | ", Values.Select(v => $"{v.Name}: {(v.Value.Length < 100 ? v.Value : v.Value.Length)}"));

    private static Gen<(string Name, string Value)> OfKnown =>
        from header in Gen.Elements(Known)
        from value in Gen.Elements(header.Values)
        select (header.Name, value);

    private static Gen<(string Name, string Value)> Keys =>
        from letters in Gen.Choose(' ', '~').ListOf(20)
        select ("Idempotency-Key", string.Concat(letters.Select(l => (char)l)));

    private static Gen<(string Name, string Value)> Long =>
        from name in Gen.Elements("Idempotency-Key", "Prefer", "If-None-Match", "X-Anything")
        from length in Gen.Elements(255, 1024, 1025, 8000)
        select (name, new string('x', length));
}
