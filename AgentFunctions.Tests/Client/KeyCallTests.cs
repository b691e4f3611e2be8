using AgentFunctions.Client;
using AgentFunctions.Tests.Access;

namespace AgentFunctions.Tests.Client;

/// <summary>The client's calls about API keys, and calls with them, against a host that asks for keys.</summary>
public sealed class KeyCallTests(KeyedHost host) : IClassFixture<KeyedHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_made_used_listed_and_revoked()
    {
        using AgentFunctionsClient admin = NewClient(KeyedHost.OperatorKey);

        ApiKey key = await admin.Keys.CreateAsync(new ApiKeyRequest { Name = "nightly", Roles = ["read"], Tenant = "acme", Expires = DateTimeOffset.UtcNow.AddDays(1), RequestsPerMinute = 600 }, Token);
        using AgentFunctionsClient reader = NewClient(key.Key);
        List<AgentTask> tasks = await reader.ListAsync(cancellationToken: Token).ToListAsync(Token);
        ApiException forbidden = await Assert.ThrowsAsync<ApiException>(() => reader.Keys.ListAsync(Token));
        ApiKey revoked = await admin.Keys.RevokeAsync(key.Id, Token);
        ApiException unknown = await Assert.ThrowsAsync<ApiException>(() => reader.BacklogAsync(Token));

        Assert.StartsWith("agentfn_", key.Key, StringComparison.Ordinal);
        Assert.Equal((["read"], "acme", 600), (key.Roles, key.Tenant, key.RequestsPerMinute));
        Assert.Empty(tasks);
        Assert.Equal((403, 401), (forbidden.Status, unknown.Status));
        Assert.NotNull(revoked.Revoked);
        Assert.Null(Assert.Single(await admin.Keys.ListAsync(Token), k => k.Id == key.Id).Key);
    }

    [Fact]
    public async Task A_caller_without_a_key_is_told_so()
    {
        using AgentFunctionsClient nobody = NewClient(key: null);

        Assert.Equal("urn:agentfn:problem:unauthenticated", (await Assert.ThrowsAsync<ApiException>(() => nobody.BacklogAsync(Token))).Problem.Type);
    }

    private AgentFunctionsClient NewClient(string? key) => new(new AgentFunctionsClientOptions { BaseAddress = host.Address, ApiKey = key });
}
