using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.Functions;
using AgentFunctions.Intake;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Queues;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Workers;
using AgentFunctions.Workers.Packs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Workers.Packs;

/// <summary>The whole of Core with one agent whose tasks are packed, on a fake clock, with a queue, a model and orchestrations that the test works by hand.</summary>
internal sealed class PackFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ServiceProvider _services;

    private PackFixture(TemporaryFolder folder, ServiceProvider services) => (_folder, _services) = (folder, services);

    public FakeTimeProvider Time => (FakeTimeProvider)Get<TimeProvider>();

    public SentMessages Queue => (SentMessages)Get<ITaskQueue>();

    public PackModel Model => (PackModel)Get<IChatClients>();

    /// <param name="storage">Connection string; null: in memory.</param>
    /// <param name="settings">Further lines of the agent's front matter.</param>
    /// <param name="models">The catalogue's models; null: one that is in the process.</param>
    public static async Task<PackFixture> CreateAsync(string? storage = null, string settings = "batch: {maxItems: 20, maxWait: 2s}", string? models = null)
    {
        TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("words.agent.md"), $$$$"""
            ---
            name: words
            description: Repeats a word.
            version: 1
            maxOutputTokens: 20
            output: {type: object, required: [word], properties: {word: {type: string}}}
            cache: {use: false}
            {{{{settings}}}}
            ---
            {{{{string.Join(' ', Enumerable.Repeat("Repeat the word that you are given, as it stands there.", 30))}}}}

            word: {{input.text}}
            """);
        await File.WriteAllTextAsync(
            folder.File("models.json"), $$"""{"default":"m","models":[{{models ?? """{"name":"m","provider":"offline","price":{"input":1,"output":4},"contextWindow":100000}"""}}]}""");
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("AgentFunctions:AgentsDirectory", folder.Path),
            new("AgentFunctions:ModelsFile", folder.File("models.json")),
            new("AgentFunctions:Workers:Retry:MaxAttempts", "3"),
            new("AzureWebJobsStorage", storage),
            new("KEY", "secret"),
        ]).Build();
        IServiceCollection services = new ServiceCollection().AddLogging().AddSingleton(configuration).AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow))
            .AddAgentFunctions(configuration).AddSingleton<ITaskQueue>(new SentMessages()).AddSingleton<IChatClients>(new PackModel()).AddSingleton<PackFunctions>().AddSingleton<ProviderBatchFunctions>();
        services = storage is null ? services.AddInMemoryTaskStorage() : services.AddAzureTaskStorage();
        PackFixture fixture = new(folder, services.BuildServiceProvider());
        foreach (IStoragePart part in fixture._services.GetServices<IStoragePart>())
        {
            await part.PrepareAsync(TestContext.Current.CancellationToken);
        }

        return fixture;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Posts tasks, each with a word of its own.</summary>
    public async Task<AgentTask[]> SubmitAsync(int count, string fields = "")
    {
        List<AgentTask> tasks = [];
        for (int i = 0; tasks.Count < count; i++)
        {
            AgentTask task = await SubmitAsync($"word-{i}", fields);

            // A few tasks go alone, to know how those do.
            if (Queue.Sent.Last().IsSmall)
            {
                tasks.Add(task);
            }
        }

        return [.. tasks];
    }

    public async Task<AgentTask> SubmitAsync(string word, string fields = "")
    {
        string body = $$"""{"agent":"words","input":{"text":{{JsonSerializer.Serialize(word)}}}{{fields}}}""";
        SubmitOutcome outcome = await Get<TaskIntake>().SubmitAsync(TenantId.Default, System.Text.Encoding.UTF8.GetBytes(body), null, TestContext.Current.CancellationToken);
        return Assert.IsType<SubmitOutcome.Accepted>(outcome).Task;
    }

    /// <summary>Collects the messages that wait for company, after the longest wait.</summary>
    public async Task<IReadOnlyList<PackOrder>> CollectAsync(TimeSpan? after = null)
    {
        Time.Advance(after ?? TimeSpan.FromSeconds(3));
        TaskMessage[] small = [.. Queue.Sent.Where(m => m.IsSmall)];
        CollectedPacks collected = await Get<SmallTaskCollector>().CollectAsync([.. small.Select(m => m.ToBody())], TestContext.Current.CancellationToken);
        Assert.Empty(collected.Unreadable);
        return collected.Packs;
    }

    /// <summary>Runs the orchestration of a pack to its end, or until its process dies.</summary>
    /// <param name="slept">Called whenever it has slept.</param>
    /// <returns>False when it died.</returns>
    public async Task<bool> RunAsync(PackOrder order, PackHistory history, Action? slept = null)
    {
        try
        {
            ReplayContext context = new(history, Time, RunStepAsync, slept);
            await (order.FallbackAt is null ? PackOrchestrator.RunAsync(context, order) : ProviderBatchOrchestrator.RunAsync(context, order));
            return true;
        }
        catch (ProcessDiedException)
        {
            return false;
        }
    }

    public async Task<AgentTask> FindAsync(AgentTask task) => (await Get<ITaskStore>().FindAsync(task.Id, TestContext.Current.CancellationToken))!;

    public async Task<string> ResultAsync(AgentTask task) =>
        await Get<IPayloadStore>().ReadAsync((await FindAsync(task)).Result!, TestContext.Current.CancellationToken);

    /// <summary>Sum of the ledger.</summary>
    public async Task<LedgerAmounts> LedgerAsync()
    {
        LedgerAmounts sum = default;
        await foreach (LedgerEntry entry in Get<ILedgerStore>().ReadAsync(Time.GetUtcNow().AddDays(-1), Time.GetUtcNow().AddDays(1), TestContext.Current.CancellationToken))
        {
            sum += entry.Amounts;
        }

        return sum;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<object?> RunStepAsync(string step, string input)
    {
        (PackFunctions functions, ProviderBatchFunctions batches) = (Get<PackFunctions>(), Get<ProviderBatchFunctions>());
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        switch (step)
        {
            case PackFunctions.Claim:
                return await functions.ClaimAsync(JsonSerializer.Deserialize<PackOrder>(input)!, cancelled);
            case PackFunctions.Ask:
                return await functions.AskAsync(JsonSerializer.Deserialize<PackRequest>(input)!, cancelled);
            case PackFunctions.Commit:
                await functions.CommitAsync(JsonSerializer.Deserialize<PackResults>(input)!, cancelled);
                return null;
            case ProviderBatchFunctions.Submit:
                return await batches.SubmitAsync(JsonSerializer.Deserialize<PackRequest>(input)!, cancelled);
            case ProviderBatchFunctions.IsOver:
                return await batches.IsOverAsync(JsonSerializer.Deserialize<BatchInHand>(input)!, cancelled);
            case ProviderBatchFunctions.Collect:
                return await batches.CollectAsync(JsonSerializer.Deserialize<BatchInHand>(input)!, cancelled);
            case ProviderBatchFunctions.Cancel:
                await batches.CancelAsync(JsonSerializer.Deserialize<BatchInHand>(input)!, cancelled);
                return null;
            case PackFunctions.RunAlone:
                await functions.RunAloneAsync(JsonSerializer.Deserialize<PackedTask>(input)!, cancelled);
                return null;
            default:
                await functions.ReleaseAsync(JsonSerializer.Deserialize<PackOrder>(input)!, cancelled);
                return null;
        }
    }
}
