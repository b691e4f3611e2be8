using System.Text;
using AgentFunctions.Backlog;
using AgentFunctions.Intake;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Fairness;

/// <summary>One tenant floods a lane of the whole local host; the others must not wait behind it.</summary>
public sealed class FloodTests
{
    private const int FloodTasks = 5_000;
    private const int Workers = 4;

    // Each runs by itself; otherwise a tenant's tasks would all be one.
    private static readonly ReadOnlyMemory<byte> Ticket = Encoding.UTF8.GetBytes("""{"agent":"classify-ticket","input":{"text":"I was charged twice."},"cache":{"use":false}}""");

    [Fact]
    public async Task Ten_small_tenants_get_their_share_while_one_floods_the_lane()
    {
        LocalHostOptions options = new() { Port = 0, InMemory = true, MinWorkers = Workers, MaxWorkers = Workers };
        await using LocalHostApp host = await LocalHostApp.StartAsync(options, null, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
        TenantId[] small = [.. Enumerable.Range(0, 10).Select(i => new TenantId($"small-{i}"))];

        await SubmitAsync(host, new TenantId("flood"), FloodTasks);
        await Task.WhenAll(small.Select(tenant => SubmitAsync(host, tenant, 10)));

        (int before, int overtaken) = await MeasureAsync(host, small);

        // Eleven tenants take turns, so the flood's fair share while 100 small tasks run is about 10. The rest of the bound is
        // what the workers begin before they look at the express entries next, ten times a second.
        Assert.InRange(before, 0, 250);
        Assert.InRange(overtaken, 4_000, FloodTasks);
    }

    [Fact]
    public async Task Small_tenants_get_their_share_on_another_instance_too()
    {
        using TemporaryFolder folder = new();
        await using AzuriteServer storage = await AzuriteServer.StartAsync(
            new(folder.File("storage")) { StoragePort = 0, StartTimeout = TimeSpan.FromMinutes(2) }, _ => { }, NullLogger.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
        LocalHostOptions options = new() { Port = 0, DataDirectory = folder.Path, MinWorkers = 2, MaxWorkers = 2 };
        await using LocalHostApp flooded = await LocalHostApp.StartAsync(options, storage, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
        await using LocalHostApp other = await LocalHostApp.StartAsync(options, storage, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
        TenantId[] small = [.. Enumerable.Range(0, 10).Select(i => new TenantId($"small-{i}"))];

        await SubmitAsync(flooded, new TenantId("flood"), FloodTasks);
        await PollUntilAsync(() => Task.FromResult(other.Services.GetRequiredService<BacklogExchange>().Read().Of(Lane.Standard).Depth > 1000));
        await Task.WhenAll(small.Select(tenant => SubmitAsync(other, tenant, 10)));
        (int before, int overtaken) = await MeasureAsync(other, small);

        // The instances learn of each other's tags once a second; until then the flood goes on.
        Assert.InRange(before, 0, 1_000);
        Assert.InRange(overtaken, 500, FloodTasks);
    }

    /// <summary>How many tasks of the flood were begun while the small tenants' waited, and how many came after them.</summary>
    private static async Task<(int Before, int Overtaken)> MeasureAsync(LocalHostApp host, TenantId[] small)
    {
        List<AgentTask> others = [];
        await PollUntilAsync(async () => (others = await ListAsync(host, small)).All(t => t.IsFinal));
        DateTimeOffset lastStart = others.Max(t => t.StartedAt!.Value);
        DateTimeOffset firstSubmit = others.Min(t => t.CreatedAt);
        List<AgentTask> flood = await ListAsync(host, [new TenantId("flood")]);
        int overtaken = flood.Count(t => t.StartedAt is null || t.StartedAt > lastStart);
        int before = flood.Count(t => t.StartedAt is { } at && at >= firstSubmit && at <= lastStart);

        TestContext.Current.TestOutputHelper!.WriteLine($"{before} tasks of the flood were begun while the 100 small ones waited; {overtaken} of {FloodTasks} came after them.");
        Assert.Equal(100, others.Count);
        return (before, overtaken);
    }

    private static async Task SubmitAsync(LocalHostApp host, TenantId tenant, int count)
    {
        foreach (int[] chunk in Enumerable.Range(0, count).Chunk(1000))
        {
            await host.Services.GetRequiredService<TaskIntake>().SubmitAsync(tenant, [.. chunk.Select(_ => Ticket)], null, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<List<AgentTask>> ListAsync(LocalHostApp host, TenantId[] tenants)
    {
        List<AgentTask> tasks = [];
        foreach (TenantId tenant in tenants)
        {
            TaskFilter filter = new() { Tenant = tenant, PageSize = 1000 };
            do
            {
                TaskPage page = await host.Services.GetRequiredService<ITaskStore>().ListAsync(filter, TestContext.Current.CancellationToken);
                tasks.AddRange(page.Tasks);
                filter = filter with { After = page.Next };
            }
            while (filter.After is not null);
        }

        return tasks;
    }

    private static async Task PollUntilAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
