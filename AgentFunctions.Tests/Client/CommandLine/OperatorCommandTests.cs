using AgentFunctions.Tests.Access;
using AgentFunctions.Tests.Client.Servers;

namespace AgentFunctions.Tests.Client.CommandLine;

/// <summary>Costs, backlog, dead letters, keys and health on the command line, against the real local host.</summary>
public sealed class OperatorCommandTests(ClientHost host, KeyedHost keyed) : IClassFixture<ClientHost>, IClassFixture<KeyedHost>
{
    private readonly CliSession _cli = new(host.Address);

    [Fact]
    public async Task Costs_are_a_table_with_a_chart_or_json()
    {
        await _cli.RunAsync("run", "classify-ticket", "--input", $$"""{"text":"refund {{Guid.NewGuid()}}"}""");

        CliResult json = await _cli.RunAsync("costs", "--by", "agent", "day", "--from", "2h", "--json");
        CliResult table = await _cli.RunAsync("costs", "--by", "agent");
        CliResult top = await _cli.RunAsync("top", "--share", "1", "--json");
        CliResult shown = await _cli.RunAsync("top");

        Assert.All([json, table, top, shown], r => Assert.Equal((0, ""), (r.ExitCode, r.Error)));
        Assert.Equal("""["agent","day"]""", json.Json.GetProperty("by").GetRawText());
        Assert.Contains("total", table.Output, StringComparison.Ordinal);
        Assert.Contains("█", table.Output, StringComparison.Ordinal);
        Assert.Equal(1, top.Json.GetProperty("share").GetDecimal());
        Assert.Contains("classify-ticket", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backlog_budgets_and_health_answer_for_people_and_programs()
    {
        CliResult backlog = await _cli.RunAsync("backlog", "--json");
        CliResult budgets = await _cli.RunAsync("budgets", "--json");
        CliResult health = await _cli.RunAsync("health", "--json");
        CliResult[] texts = [await _cli.RunAsync("backlog"), await _cli.RunAsync("budgets"), await _cli.RunAsync("health")];

        Assert.All([backlog, budgets, health, .. texts], r => Assert.Equal((0, ""), (r.ExitCode, r.Error)));
        Assert.Equal(3, backlog.Json.GetProperty("lanes").GetArrayLength());
        Assert.Equal("[]", budgets.Json.GetProperty("budgets").GetRawText());
        Assert.Equal("healthy", health.Json.GetProperty("status").GetString());
        Assert.Contains("2 workers", texts[0].Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100)]
    public async Task A_watched_backlog_goes_on_until_it_is_interrupted(int? width)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(2));
        _cli.Width = width;

        CliResult watch = await _cli.RunAsync(stop.Token, width is null ? ["backlog", "--watch", "--every", "0.1", "--json"] : ["backlog", "--watch", "--every", "0.1"]);

        Assert.Equal(130, watch.ExitCode);
        Assert.True(width is null ? watch.JsonLines.Length > 1 : watch.Output.Contains("standard", StringComparison.Ordinal), watch.Output);
    }

    [Fact]
    public async Task Agents_and_the_overview_answer_for_people_and_programs()
    {
        CliResult agents = await _cli.RunAsync("agents", "--json");
        CliResult agent = await _cli.RunAsync("agents", "draft-reply", "--json");
        CliResult unknown = await _cli.RunAsync("agents", "nobody");
        CliResult overview = await _cli.RunAsync("overview", "--json");
        CliResult[] texts = [await _cli.RunAsync("agents"), await _cli.RunAsync("agents", "draft-reply"), await _cli.RunAsync("overview")];

        Assert.All([agents, agent, overview, .. texts], r => Assert.Equal((0, ""), (r.ExitCode, r.Error)));
        Assert.Contains(agents.Json.GetProperty("agents").EnumerateArray(), a => a.GetProperty("name").GetString() == "draft-reply");
        Assert.Equal("draft-reply", agent.Json.GetProperty("name").GetString());
        Assert.Equal((2, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("allowed are answer-from-notes", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(25, overview.Json.GetProperty("hours").GetArrayLength());
        Assert.Contains("customerName?, tone?, message", texts[0].Output, StringComparison.Ordinal);
        Assert.Contains("\"maxLength\": 120", texts[1].Output, StringComparison.Ordinal);
        Assert.Contains("2 to 2 allowed", texts[2].Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100)]
    public async Task A_watched_overview_goes_on_until_it_is_interrupted(int? width)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(2));
        _cli.Width = width;

        CliResult watch = await _cli.RunAsync(stop.Token, width is null ? ["overview", "--watch", "--json"] : ["overview", "--watch"]);

        Assert.Equal(130, watch.ExitCode);
        Assert.True(width is null ? watch.JsonLines[0].TryGetProperty("today", out _) : watch.Output.Contains("standard", StringComparison.Ordinal), watch.Output);
    }

    [Fact]
    public async Task Dead_letters_are_listed_and_redriven_with_a_dry_run_first()
    {
        string id = await host.AddDeadLetterAsync("over-budget");

        CliResult list = await _cli.RunAsync("dead-letters", "--reason", "over-budget", "--json");
        CliResult dry = await _cli.RunAsync("redrive", "--reason", "over-budget", "--dry-run", "--json");
        CliResult done = await _cli.RunAsync("redrive", "--ids", id, "--rate", "50");
        CliResult again = await _cli.RunAsync("redrive", "--ids", id, "--json");

        Assert.Equal(id, Assert.Single(list.JsonLines).GetProperty("id").GetString());
        Assert.Equal((0, 1), (dry.ExitCode, dry.Json.GetProperty("redriven").GetInt32()));
        Assert.Equal(0, done.ExitCode);
        Assert.Contains("1 of 1 are in line again.", done.Output, StringComparison.Ordinal);
        Assert.Equal((2, "notDeadLettered"), (again.ExitCode, again.Json.GetProperty("items")[0].GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Keys_are_made_used_listed_and_revoked()
    {
        CliSession admin = new(keyed.Address);
        admin.Variables["AGENTFN_KEY"] = KeyedHost.OperatorKey;

        CliResult made = await admin.RunAsync("keys", "create", "--name", "ci", "--tenant", "acme", "--role", "read", "--role", "submit", "--expires", "2099-01-01", "--json");
        string key = made.Json.GetProperty("key").GetString()!;
        CliResult plain = await admin.RunAsync("keys", "create", "--name", "plain", "--role", "read");
        CliResult used = await new CliSession(keyed.Address).RunAsync("list", "--key", key);
        CliResult forbidden = await new CliSession(keyed.Address).RunAsync("keys", "list", "--key", key);
        CliResult missing = await new CliSession(keyed.Address).RunAsync("list");
        CliResult revoked = await admin.RunAsync("keys", "revoke", made.Json.GetProperty("id").GetString()!, "--json");
        CliResult list = await admin.RunAsync("keys", "list", "--json");

        Assert.Equal((0, 0, 0, 2, 2, 0, 0), (made.ExitCode, plain.ExitCode, used.ExitCode, forbidden.ExitCode, missing.ExitCode, revoked.ExitCode, list.ExitCode));
        Assert.StartsWith("agentfn_", plain.Output, StringComparison.Ordinal);
        Assert.Single(plain.Output.Trim().Split('\n'));
        Assert.Contains("--key or AGENTFN_KEY", missing.Error, StringComparison.Ordinal);
        Assert.Contains("admin", forbidden.Error, StringComparison.Ordinal);
        Assert.True(revoked.Json.TryGetProperty("revoked", out _));
        Assert.DoesNotContain(key, list.Output + list.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callbacks_are_listed_and_redriven_with_a_dry_run_first()
    {
        (CliSession admin, string tenant) = await AdminAsync();
        string[] ids = await FailedCallbacks.AddAsync(keyed, tenant, 2);

        CliResult list = await admin.RunAsync("callbacks", "list", "--json");
        CliResult one = await admin.RunAsync("callbacks", "list", "--status", "failed", "--agent", "classify-ticket", "--from", "1h", "--limit", "1", "--json");
        CliResult table = await admin.RunAsync("callbacks", "list");
        CliResult none = await admin.RunAsync("callbacks", "list", "--status", "delivered", "--json");
        CliResult dry = await admin.RunAsync("callbacks", "redrive", "--all", "--dry-run", "--json");
        CliResult done = await admin.RunAsync("callbacks", "redrive", "--ids", ids[0]);
        CliResult again = await admin.RunAsync("callbacks", "redrive", "--ids", ids[0], "--json");

        Assert.Equal(ids.Order(), list.JsonLines.Select(c => c.GetProperty("task").GetString()!).Order());
        Assert.Equal((1, 0), (one.JsonLines.Length, none.JsonLines.Length));
        Assert.Contains("https://receiver.example", table.Output, StringComparison.Ordinal);
        Assert.Equal((0, 2, true), (dry.ExitCode, dry.Json.GetProperty("redriven").GetInt32(), dry.Json.GetProperty("dryRun").GetBoolean()));
        Assert.Equal(0, done.ExitCode);
        Assert.Contains("1 of 1 are due again.", done.Output, StringComparison.Ordinal);
        Assert.Equal((2, "notFailed"), (again.ExitCode, again.Json.GetProperty("items")[0].GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task The_webhook_secret_is_printed_once_and_shown_without_itself()
    {
        (CliSession admin, _) = await AdminAsync();
        string own = $"whsec_{Convert.ToBase64String(new byte[32])}";

        CliResult none = await admin.RunAsync("webhook-secret", "show");
        CliResult made = await admin.RunAsync("webhook-secret", "rotate");
        admin.Input = own + "\n";
        CliResult brought = await admin.RunAsync("webhook-secret", "rotate", "--stdin", "--overlap", "2h", "--json");
        CliResult shown = await admin.RunAsync("webhook-secret", "show", "--json");
        CliResult table = await admin.RunAsync("webhook-secret", "show");
        admin.Input = string.Empty;
        CliResult empty = await admin.RunAsync("webhook-secret", "rotate", "--stdin");

        Assert.Equal((2, 0, 0, 0, 0, 1), (none.ExitCode, made.ExitCode, brought.ExitCode, shown.ExitCode, table.ExitCode, empty.ExitCode));
        Assert.Contains("No webhook secret", none.Error, StringComparison.Ordinal);
        Assert.StartsWith("whsec_", Assert.Single(made.Output.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(own, brought.Json.GetProperty("secret").GetString());
        Assert.Single(shown.Json.GetProperty("previous").EnumerateArray());
        Assert.DoesNotContain("whsec_", shown.Output + table.Output, StringComparison.Ordinal);
        Assert.Contains("--stdin has no secret", empty.Error, StringComparison.Ordinal);
    }

    private async Task<(CliSession Session, string Tenant)> AdminAsync()
    {
        string tenant = $"t{Guid.NewGuid():n}";
        CliSession session = new(keyed.Address);
        session.Variables["AGENTFN_KEY"] = (await keyed.NewKeyAsync(tenant, ["read", "admin"])).Key;
        return (session, tenant);
    }
}
