using AgentFunctions.LocalHost.ServiceBus;
using static AgentFunctions.Tests.LocalHost.ServiceBus.BusFixture;

namespace AgentFunctions.Tests.LocalHost.ServiceBus;

public sealed class WaitingTests : IAsyncDisposable
{
    // Real time only bounds how long a broken test hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BusFixture _fixture = new();

    [Fact]
    public async Task Wait_ends_at_once_when_a_message_is_there()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");

        await bus.WaitForMessagesAsync(Queue, Cancelled).WaitAsync(Patience, Cancelled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wait_ends_with_a_send_of_this_or_another_process(bool another)
    {
        var bus = await _fixture.OpenAsync();
        var sender = another ? await _fixture.OpenAsync() : bus;
        var wait = bus.WaitForMessagesAsync(Queue, Cancelled);
        Assert.False(wait.IsCompleted);

        await SendAsync(sender, "a");

        await wait.WaitAsync(Patience, Cancelled);
        Assert.Equal(["a"], await ReceiveIdsAsync(bus));
    }

    [Fact]
    public async Task Wait_ends_when_the_nearest_scheduled_message_is_due()
    {
        var bus = await _fixture.OpenAsync();
        var due = _fixture.Time.GetUtcNow() + TimeSpan.FromMinutes(10);
        await SenderOf(bus).ScheduleMessageAsync(new("later"), due, Cancelled);

        await AdvanceUntilAsync(bus.WaitForMessagesAsync(Queue, Cancelled));

        Assert.InRange(_fixture.Time.GetUtcNow(), due, due + TimeSpan.FromMinutes(5));
        await ReceiveOneAsync(bus);
    }

    [Fact]
    public async Task Wait_ends_when_a_lock_ends()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");
        var until = (await ReceiveOneAsync(bus)).LockedUntil;

        await AdvanceUntilAsync(bus.WaitForMessagesAsync(Queue, Cancelled));

        Assert.True(_fixture.Time.GetUtcNow() >= until);
        await ReceiveOneAsync(bus);
    }

    [Fact]
    public async Task Wait_ends_with_an_abandoned_message()
    {
        var bus = await _fixture.OpenAsync();
        await SendAsync(bus, "a");
        var message = await ReceiveOneAsync(bus);
        var wait = bus.WaitForMessagesAsync(Queue, Cancelled);

        await bus.AbandonAsync(Queue, message.LockToken, null, Cancelled);

        await wait.WaitAsync(Patience, Cancelled);
    }

    [Fact]
    public async Task Wait_can_be_cancelled()
    {
        var bus = await _fixture.OpenAsync();
        using var cancellation = new CancellationTokenSource();
        var wait = bus.WaitForMessagesAsync(Queue, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Patience, Cancelled));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    // The waiter sets its timer at a moment of its own, so the clock is moved in steps until it has run out.
    private async Task AdvanceUntilAsync(Task wait)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!wait.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(wait, Task.Delay(1, Cancelled));
        }

        await wait;
    }
}
