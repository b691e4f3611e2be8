using System.Text.Json.Nodes;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Access;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Calls every operation in every way that it tells of, once for all tests, and has the answers judged.</summary>
public sealed class ContractRun : IAsyncLifetime
{
    private static readonly TenantId Tenant = new("acme");

    private readonly ContractHosts _hosts = new();

    /// <summary>The description that the host with keys serves.</summary>
    internal string Text { get; private set; } = string.Empty;

    internal JsonObject Description { get; private set; } = [];

    /// <summary>What the host with keys was asked and answered.</summary>
    internal IReadOnlyCollection<Exchange> Exchanges { get; private set; } = [];

    /// <summary>All exchanges with what was said of them, also those of hosts whose storage or other region is away.</summary>
    internal IReadOnlyList<(Exchange Exchange, Verdict Verdict)> Judged { get; private set; } = [];

    /// <summary>What may be answered, as the hosts' descriptions tell it.</summary>
    internal IReadOnlyList<string> Declared { get; private set; } = [];

    /// <summary>A callback as it was sent.</summary>
    internal string Callback { get; private set; } = string.Empty;

    /// <summary>Answers to the examples of requests: operation, example, and status.</summary>
    internal IReadOnlyList<(string Operation, string Example, int Status)> Sent { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await _hosts.StartAsync();
        using ContractClient keyed = new(_hosts.Keyed);
        using ContractClient regional = new(_hosts.Regional);
        using ContractClient bare = new(_hosts.Bare);
        Task without = WithoutStorageAsync(bare);
        await DriveKeyedAsync(keyed);
        await RefusalDrive.AboutAnAwayRegionAsync(regional, ApiMap.Of(await DescriptionOf(regional)));
        await without;
        Exchanges = keyed.Exchanges;
        Judged = [.. await JudgedAsync(keyed), .. await JudgedAsync(regional), .. await JudgedAsync(bare)];
        Declared = [.. ApiMap.Answers(Description).Union(ApiMap.Answers(await DescriptionOf(regional)))];
    }

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    private static async Task<JsonObject> DescriptionOf(ContractClient client) => JsonNode.Parse((await client.GetAsync("openapi.json")).With(200).Body.GetRawText())!.AsObject();

    private static async Task WithoutStorageAsync(ContractClient bare) => await RefusalDrive.WithoutStorageAsync(bare, ApiMap.Of(await DescriptionOf(bare)));

    private static async Task<IEnumerable<(Exchange, Verdict)>> JudgedAsync(ContractClient client) =>
        client.Exchanges.Zip(await ContractJudge.JudgeAsync((await DescriptionOf(client)).ToJsonString(), client.Exchanges, TestContext.Current.CancellationToken));

    private async Task DriveKeyedAsync(ContractClient client)
    {
        Description = await DescriptionOf(client);
        Text = Description.ToJsonString();
        MappedOperation[] operations = ApiMap.Of(Description);
        Dictionary<string, string> keys = [];
        foreach (string role in new[] { "submit", "read", "admin" })
        {
            keys[role] = await NewKeyAsync(client, $$"""{"name":"{{role}}","tenant":"{{Tenant}}","roles":["{{role}}"]}""");
        }

        string all = await NewKeyAsync(client, $$"""{"name":"all","tenant":"{{Tenant}}","roles":["submit","read","admin"],"requestsPerMinute":100000}""");
        string spent = await NewKeyAsync(client, $$"""{"name":"spent","tenant":"{{Tenant}}","roles":["submit","read","admin"],"requestsPerMinute":1}""");
        OperatorDrive operators = new(client, all);
        await operators.BeginAsync();
        await new TaskDrive(_hosts, client, all, Tenant).RunAsync();
        await operators.EndAsync();
        await RefusalDrive.TurnAwayAsync(client, operations, keys, spent);
        await RefusalDrive.MisuseAsync(client, operations, all);
        Sent = await ExampleDrive.SendAsync(client, Description, all);
        Callback = operators.Received[^1].Body;
    }

    private static async Task<string> NewKeyAsync(ContractClient client, string body) => (await client.PostAsync("keys", KeyedHost.OperatorKey, body)).With(201).Text("key");
}
