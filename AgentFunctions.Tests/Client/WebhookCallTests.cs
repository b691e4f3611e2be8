using AgentFunctions.Client;
using AgentFunctions.Tests.Access;
using AgentFunctions.Tests.Client.Servers;

namespace AgentFunctions.Tests.Client;

/// <summary>The client's calls about callbacks and their secret, against a host that asks for keys.</summary>
public sealed class WebhookCallTests(KeyedHost host) : IClassFixture<KeyedHost>
{
    private readonly string _tenant = $"t{Guid.NewGuid():n}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callbacks_are_listed_over_pages_and_redriven_with_a_dry_run_first()
    {
        using AgentFunctionsClient client = await NewClientAsync();
        string[] ids = await FailedCallbacks.AddAsync(host, _tenant, 3);

        List<CallbackItem> listed = await client.Callbacks.ListAsync(new CallbackQuery { Agent = "classify-ticket", From = DateTimeOffset.UtcNow.AddHours(-1), PageSize = 1 }, Token).ToListAsync(Token);
        CallbackRedriveReport dry = await client.Callbacks.RedriveAsync(new CallbackRedriveRequest { Filter = new CallbackFilter(), DryRun = true, Limit = 2 }, Token);
        CallbackRedriveReport done = await client.Callbacks.RedriveAsync(new CallbackRedriveRequest { Ids = [ids[0]] }, Token);
        CallbackRedriveReport again = await client.Callbacks.RedriveAsync(new CallbackRedriveRequest { Ids = [ids[0]] }, Token);

        Assert.Equal(ids.Order(), listed.Select(c => c.Task).Order());
        Assert.All(listed, c => Assert.Equal(("task.dead_lettered", CallbackStatus.Failed, "https://receiver.example", 1), (c.Type, c.Callback.Status, c.Callback.Target, c.Callback.Tries)));
        Assert.Equal((true, 2, true), (dry.DryRun, dry.Redriven, dry.More));
        Assert.Equal((1, "notFailed"), (done.Redriven, Assert.Single(again.Items).Outcome));
        Assert.Equal(2, await client.Callbacks.ListAsync(cancellationToken: Token).CountAsync(Token));
    }

    [Fact]
    public async Task A_secret_is_made_shown_without_itself_and_brought_along()
    {
        using AgentFunctionsClient client = await NewClientAsync();
        string own = $"whsec_{Convert.ToBase64String(new byte[32])}";

        ApiException none = await Assert.ThrowsAsync<ApiException>(() => client.WebhookSecret.GetAsync(Token));
        WebhookSecret made = await client.WebhookSecret.RotateAsync(cancellationToken: Token);
        WebhookSecret brought = await client.WebhookSecret.RotateAsync(own, TimeSpan.FromHours(2), Token);
        WebhookSecret shown = await client.WebhookSecret.GetAsync(Token);
        WebhookSecret leaked = await client.WebhookSecret.RotateAsync(overlap: TimeSpan.Zero, cancellationToken: Token);
        ApiException refused = await Assert.ThrowsAsync<ApiException>(() => client.WebhookSecret.RotateAsync("whsec_short", cancellationToken: Token));

        Assert.Equal((404, "urn:agentfn:problem:no-webhook-secret"), (none.Status, none.Problem.Type));
        Assert.StartsWith("whsec_", made.Secret, StringComparison.Ordinal);
        Assert.Equal((own, null), (brought.Secret, shown.Secret));
        Assert.Equal(TimeSpan.FromHours(2), Assert.Single(shown.Previous).Until - shown.Created);
        Assert.Empty(leaked.Previous);
        Assert.Equal("secret", Assert.Single(refused.Problem.Errors!).Field);
    }

    private async Task<AgentFunctionsClient> NewClientAsync() =>
        new(new AgentFunctionsClientOptions { BaseAddress = host.Address, ApiKey = (await host.NewKeyAsync(_tenant, ["read", "admin"])).Key });
}
