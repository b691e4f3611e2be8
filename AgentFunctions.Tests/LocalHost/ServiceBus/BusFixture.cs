using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.Tests.Servers;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.LocalHost.ServiceBus;

/// <summary>Buses over one real file and one clock that only the test moves; each bus is like a process.</summary>
internal sealed class BusFixture : IAsyncDisposable
{
    public const string Queue = "tasks";

    private readonly TemporaryFolder _folder = new();
    private readonly List<(EmbeddedServiceBus Bus, SqliteDatabase Database)> _processes = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task<EmbeddedServiceBus> OpenAsync(QueueOptions? options = null)
    {
        var database = SqliteDatabase.Open(_folder.File("bus.db"));
        var bus = await EmbeddedServiceBus.OpenAsync(database, Time, Cancelled);
        await bus.DeclareQueueAsync(Queue, options ?? new QueueOptions(), Cancelled);
        _processes.Add((bus, database));
        return bus;
    }

    public SqliteDatabase DatabaseOf(EmbeddedServiceBus bus) => _processes.Single(process => process.Bus == bus).Database;

    public static ServiceBusSender SenderOf(EmbeddedServiceBus bus) => new ServiceBusClient(bus).CreateSender(Queue);

    public static Task SendAsync(EmbeddedServiceBus bus, params string[] ids) =>
        SenderOf(bus).SendMessagesAsync(ids.Select(id => new ServiceBusMessage(id) { MessageId = id }).ToList(), Cancelled);

    public static async Task<ServiceBusReceivedMessage> ReceiveOneAsync(EmbeddedServiceBus bus) =>
        Assert.Single(await bus.ReceiveAsync(Queue, 1, Cancelled));

    public static async Task<string?[]> ReceiveIdsAsync(EmbeddedServiceBus bus, int max = 100) =>
        [.. (await bus.ReceiveAsync(Queue, max, Cancelled)).Select(static message => message.MessageId)];

    public static async Task FailsAsync(ServiceBusFailureReason reason, Func<Task> action) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<ServiceBusException>(action)).Reason);

    public async Task CloseAllAsync()
    {
        foreach (var (bus, database) in _processes)
        {
            bus.Dispose();
            await database.DisposeAsync();
        }

        _processes.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAllAsync();
        _folder.Dispose();
    }
}
