using System.Collections.Concurrent;
using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.LocalHost.Sdk;
using Azure.Messaging.ServiceBus;

namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>
/// Service Bus queues in a SQLite database: peek-lock, lock expiry and renewal, delivery count, dead letters,
/// scheduled messages and duplicate detection. Several processes may each have one over the same file.
/// </summary>
/// <remarks>The database stays the caller's to dispose, after this.</remarks>
internal sealed class EmbeddedServiceBus : IServiceBusBroker, IDisposable
{
    // Timers cannot be set arbitrarily far ahead; a waiter looks again then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentDictionary<string, DeclaredQueue> _queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _timeProvider;

    private EmbeddedServiceBus(SqliteDatabase database, TimeProvider timeProvider)
    {
        _database = database;
        _timeProvider = timeProvider;
        _database.ForeignCommits.Observed += WakeAll;
    }

    private long Now => _timeProvider.GetUtcNow().UtcTicks;

    public static async Task<EmbeddedServiceBus> OpenAsync(
        SqliteDatabase database, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            static session =>
            {
                session.ExecuteScript(BusSchema.Script);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return new EmbeddedServiceBus(database, timeProvider);
    }

    /// <summary>
    /// Makes a queue usable from this process, creating it when the database has none of that name (case does not
    /// matter). Declared again, its options apply from then on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public async Task DeclareQueueAsync(string name, QueueOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options.Validate();
        var id = await _database.WriteAsync(
            session =>
            {
                session.Execute("INSERT OR IGNORE INTO bus_queues (name) VALUES ($1)", name);
                return session.Scalar("SELECT id FROM bus_queues WHERE name = $1", name);
            },
            cancellationToken).ConfigureAwait(false);
        _queues.AddOrUpdate(
            name, _ => new DeclaredQueue(id, name, options), (_, known) => known with { Options = options });
    }

    public async Task<IReadOnlyList<long>> SendAsync(
        string queue, IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var target = Find(queue);
        var outgoing = messages.Select(OutgoingMessage.From).ToArray();
        BusMeter.Count("send");
        var sequenceNumbers = await _database.WriteAsync(
            session =>
            {
                var now = Now;
                DuplicateHistory.Purge(session, outgoing.Length, now);
                return Array.ConvertAll(outgoing, message => MessageStore.Add(session, target, message, now));
            },
            cancellationToken).ConfigureAwait(false);
        target.Arrivals.Raise();
        return sequenceNumbers;
    }

    public async Task CancelScheduledAsync(string queue, long sequenceNumber, CancellationToken cancellationToken)
    {
        var target = Find(queue);
        if (!await _database.WriteAsync(
            session => MessageStore.CancelScheduled(session, target, sequenceNumber, Now), cancellationToken).ConfigureAwait(false))
        {
            throw new ServiceBusException(
                $"No message with sequence number {sequenceNumber} is scheduled.", ServiceBusFailureReason.MessageNotFound, queue);
        }
    }

    /// <summary>
    /// Locks up to <paramref name="max"/> available messages for the caller, oldest first; returns at once, possibly
    /// with none.
    /// </summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(string queue, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var source = Find(queue);
        BusMeter.Count("receive");
        return await _database.WriteAsync(
            session => MessageStore.Receive(session, source, max, Now), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until a message is available: at once for this process's sends, within about 50 ms for those of other
    /// processes, and when the nearest scheduled message or lock is due. Another receiver may still be faster.
    /// </summary>
    public async Task WaitForMessagesAsync(string queue, CancellationToken cancellationToken)
    {
        var source = Find(queue);
        using var watch = _database.ForeignCommits.Watch();
        while (true)
        {
            var arrival = source.Arrivals.Next;
            var due = await _database.ReadAsync(
                session => MessageView.NextDue(session, source), cancellationToken).ConfigureAwait(false);
            if (due <= Now)
            {
                return;
            }

            await arrival.WaitAsync(WaitUntil(due), _timeProvider, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public Task CompleteAsync(string queue, string lockToken, CancellationToken cancellationToken) =>
        SettleAsync(queue, lockToken, MessageStore.Complete, cancellationToken);

    public async Task AbandonAsync(
        string queue, string lockToken, IDictionary<string, object>? propertiesToModify, CancellationToken cancellationToken)
    {
        await SettleAsync(
            queue,
            lockToken,
            (session, source, token, now) => MessageStore.Abandon(session, source, token, propertiesToModify, now),
            cancellationToken).ConfigureAwait(false);
        Find(queue).Arrivals.Raise();
    }

    public Task DeadLetterAsync(string queue, string lockToken, DeadLetterCause cause, CancellationToken cancellationToken) =>
        SettleAsync(
            queue,
            lockToken,
            (session, source, token, now) => MessageStore.DeadLetter(session, source, token, cause, now),
            cancellationToken);

    public async Task<DateTimeOffset> RenewLockAsync(string queue, string lockToken, CancellationToken cancellationToken)
    {
        var begin = 0L;
        await SettleAsync(
            queue,
            lockToken,
            (session, source, token, now) => MessageStore.Renew(session, source, token, begin = now),
            cancellationToken).ConfigureAwait(false);
        return new DateTimeOffset(begin, TimeSpan.Zero) + Find(queue).Options.LockDuration;
    }

    /// <summary>Starts the duration of many locks anew in one transaction; those that have ended stay so.</summary>
    public async Task<RenewedLocks> RenewLocksAsync(string queue, IReadOnlyList<string> lockTokens, CancellationToken cancellationToken)
    {
        var source = Find(queue);
        BusMeter.Count("settle");
        return await _database.WriteAsync(
            session => MessageStore.RenewAll(session, source, lockTokens, Now), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(
        string queue, PeekRange range, CancellationToken cancellationToken)
    {
        var source = Find(queue);
        await FreeExpiredLocksAsync(source, cancellationToken).ConfigureAwait(false);
        return await _database.ReadAsync(
            session => MessageView.Peek(session, source, range), cancellationToken).ConfigureAwait(false);
    }

    public async Task<QueueCounts> CountAsync(string queue, CancellationToken cancellationToken)
    {
        var source = Find(queue);
        await FreeExpiredLocksAsync(source, cancellationToken).ConfigureAwait(false);
        return await _database.ReadAsync(
            session => MessageView.Count(session, source, Now), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _database.ForeignCommits.Observed -= WakeAll;

    private async Task SettleAsync(
        string queue,
        string lockToken,
        Func<SqliteSession, DeclaredQueue, LockToken, long, bool> settle,
        CancellationToken cancellationToken)
    {
        var source = Find(queue);
        BusMeter.Count("settle");
        if (!LockToken.TryParse(lockToken, out var token)
            || !await _database.WriteAsync(
                session => settle(session, source, token.Value, Now), cancellationToken).ConfigureAwait(false))
        {
            throw new ServiceBusException(
                "The lock on the message has expired or was given up; the message may be with another receiver by now.",
                ServiceBusFailureReason.MessageLockLost,
                queue);
        }
    }

    // A lock ends without anybody doing anything, so those who look have to notice first.
    private async Task FreeExpiredLocksAsync(DeclaredQueue queue, CancellationToken cancellationToken)
    {
        if (await _database.ReadAsync(
                session => MessageStore.HasExpiredLock(session, queue, Now), cancellationToken).ConfigureAwait(false))
        {
            await _database.WriteAsync(
                session => MessageStore.FreeExpiredLocks(session, queue, Now), cancellationToken).ConfigureAwait(false);
            queue.Arrivals.Raise();
        }
    }

    private TimeSpan WaitUntil(long? due)
    {
        var left = due is { } ticks ? TimeSpan.FromTicks(ticks - Now) : LongestWait;
        return left < ShortestWait ? ShortestWait : left > LongestWait ? LongestWait : left;
    }

    private void WakeAll()
    {
        foreach (var queue in _queues.Values)
        {
            queue.Arrivals.Raise();
        }
    }

    private DeclaredQueue Find(string queue) => _queues.TryGetValue(queue, out var declared)
        ? declared
        : throw new ServiceBusException(
            "The queue does not exist.", ServiceBusFailureReason.MessagingEntityNotFound, queue);
}
