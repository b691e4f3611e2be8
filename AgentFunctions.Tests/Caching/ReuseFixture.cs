using System.Text.Json;
using AgentFunctions.Intake;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Queues;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Webhooks;
using AgentFunctions.Tests.Workers;
using AgentFunctions.Upkeep;
using AgentFunctions.Webhooks;
using AgentFunctions.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Caching;

/// <summary>The whole of Core with one agent, on a fake clock, with a queue and a model that the test works by hand.</summary>
internal sealed class ReuseFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ServiceProvider _services;

    private ReuseFixture(TemporaryFolder folder, ServiceProvider services) => (_folder, _services) = (folder, services);

    /// <summary>Other for each test, so that tests on one storage do not meet.</summary>
    public string Text { get; } = Guid.NewGuid().ToString();

    public FakeTimeProvider Time => (FakeTimeProvider)Get<TimeProvider>();

    public SentMessages Queue => (SentMessages)Get<ITaskQueue>();

    public ScriptedModel Model => (ScriptedModel)Get<IChatClients>();

    /// <param name="storage">Connection string; null: in memory.</param>
    /// <param name="agent">Further lines of the agent's front matter.</param>
    public static async Task<ReuseFixture> CreateAsync(string? storage, string agent = "cache: {use: true, maxAge: 24h}", FakeTimeProvider? time = null)
    {
        TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("a.agent.md"), $"---\nname: a\ndescription: d\nversion: 1\noutput: {{type: object}}\n{agent}\n---\n{{{{input.text}}}}");
        await File.WriteAllTextAsync(
            folder.File("models.json"), """{"default":"m","models":[{"name":"m","provider":"offline","price":{"input":1000,"output":1000},"contextWindow":100000}]}""");
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("AgentFunctions:AgentsDirectory", folder.Path),
            new("AgentFunctions:ModelsFile", folder.File("models.json")),
            new("AgentFunctions:Workers:Retry:MaxAttempts", "2"),
            new("AzureWebJobsStorage", storage),
        ]).Build();
        IServiceCollection services = new ServiceCollection().AddLogging().AddSingleton(settings).AddSingleton<TimeProvider>(time ?? new FakeTimeProvider(DateTimeOffset.UtcNow))
            .AddAgentFunctions(settings).AddSingleton<ITaskQueue>(new SentMessages()).AddSingleton<IWebhookQueue>(new SentCallbacks()).AddSingleton<IChatClients>(new ScriptedModel());
        services = storage is null ? services.AddInMemoryTaskStorage() : services.AddAzureTaskStorage();
        ReuseFixture fixture = new(folder, services.BuildServiceProvider());
        foreach (IStoragePart part in fixture._services.GetServices<IStoragePart>())
        {
            await part.PrepareAsync(TestContext.Current.CancellationToken);
        }

        return fixture;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Posts a task whose input is <see cref="Text"/>, unless the further fields say otherwise.</summary>
    public async Task<AgentTask> SubmitAsync(string fields = "", string? text = null)
    {
        string body = $$"""{"agent":"a","input":{"text":"{{text ?? Text}}"}{{fields}}}""";
        SubmitOutcome outcome = await Get<TaskIntake>().SubmitAsync(TenantId.Default, System.Text.Encoding.UTF8.GetBytes(body), null, TestContext.Current.CancellationToken);
        return Assert.IsType<SubmitOutcome.Accepted>(outcome).Task;
    }

    /// <summary>Works off the messages that are due, those that come up meanwhile included.</summary>
    public async Task WorkAsync()
    {
        List<TaskMessage> later = [];
        while (Queue.Sent.TryDequeue(out TaskMessage? message))
        {
            if (message.DueAt > Time.GetUtcNow())
            {
                later.Add(message);
                continue;
            }

            await Get<TaskWorker>().HandleAsync(message.ToBody(), TestContext.Current.CancellationToken);
        }

        later.ForEach(Queue.Sent.Enqueue);
    }

    public async Task<AgentTask> FindAsync(AgentTask task) => (await Get<ITaskStore>().FindAsync(task.Id, TestContext.Current.CancellationToken))!;

    public Task<AgentTask?> CancelAsync(AgentTask task) => Get<TaskCancellation>().CancelAsync(task.Id, task.Tenant, TestContext.Current.CancellationToken);

    /// <summary>Lets the time pass after which maintenance looks after tasks that wait, and lets it look.</summary>
    public async Task MaintainAsync()
    {
        Time.Advance(TimeSpan.FromMinutes(3));
        Queue.First = null;
        await Get<Maintenance>().RunAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
