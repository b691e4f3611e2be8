using AgentFunctions.Http.Lists;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>A query string of GET /tasks as it goes over the wire.</summary>
public sealed record ListQueryText(string Text)
{
    private static readonly string[] Names = ["status", "agent", "tenant", "from", "to", "after", "limit", "Status", "LIMIT", "colour", "", "%73tatus", "status%00", "%", "%ff", "code", "status[]", "a.b"];

    private static readonly string[] Values =
    [
        "", "queued", "running,queued", "deadLettered", "Queued", ",", "queued,,", "0", "all", "classify-ticket", "nobody", "default", "other", "'", "'%20or%201%20eq%201", "%27%27", "%F0%9F%98%80",
        "2020-01-01T00:00:00Z", "2999-01-01T00:00:00%2B02:00", "2020-01-01T00:00:00+02:00", "9999-12-31T23:59:59Z", "1601-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "yesterday", "2020-01-01",
        "1", "1000", "1001", "-1", "+1", "1e3", "0x10", "99999999999999999999", "%20", "%", "%zz", "%00", "%ff%fe", "%ED%A0%80", "%u1234", "a=b", "a;b", "*", "%0d%0aX:%20y", "%5C", "~",
        Token("tasks", new TaskFilter { Tenant = TenantId.Default }), Token("tasks", new TaskFilter { Tenant = TenantId.Default, Agent = "classify-ticket" }), Token("callbacks", new TaskFilter { Tenant = TenantId.Default }),
        Token("tasks", new TaskFilter { Tenant = TenantId.Default })[1..], Token("tasks", new TaskFilter { Tenant = TenantId.Default }) + "%20", Token("tasks", new TaskFilter { Tenant = TenantId.Default }) + "=",
        "01m85hfg4q4fxhsk0bpg5tbzmw", "7zzzzzzzzzzzzzzzzzzzzzzzzz", "8zzzzzzzzzzzzzzzzzzzzzzzzz", "00000000000000000000000000", "01M85HFG4Q4FXHSK0BPG5TBZMW", "01m85hfg4q4fxhsk0bpg5tbzmw%00",
    ];

    public static Arbitrary<ListQueryText> Arbitrary() => Gen.Frequency((10, Pairs), (1, Junk)).Select(text => new ListQueryText(text)).ToArbitrary();

    // A page's token with a place that no task has; any place is a good one.
    private static string Token(string route, TaskFilter filter) => new PageToken(TaskId.Parse("7zzzzzzzzzzzzzzzzzzzzzzzzz"), PageToken.MarkOf(route, region: null, filter)).ToString();

    private static Gen<string> Pairs =>
        from count in Gen.Choose(0, 4)
        from pairs in Pair.ListOf(count)
        from separator in Gen.Elements("&", "&", "&", "&&", ";")
        select string.Join(separator, pairs);

    private static Gen<string> Pair =>
        from name in Gen.Frequency((4, Gen.Elements(Names[..7])), (1, Gen.Elements(Names)))
        from value in Gen.Frequency((12, Gen.Elements(Values)), (1, Gen.Choose(200, 2000).Select(length => new string('x', length))))
        from sign in Gen.Elements("=", "=", "=", "=", "", "==")
        select name + sign + value;

    // All that may stand in a request line, without order.
    private static Gen<string> Junk =>
        Gen.Choose('!', '~').Where(c => c != '#').ListOf(30).Select(letters => string.Concat(letters.Select(l => (char)l)));
}
