using AgentFunctions.Storage;
using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Costs.Posting;

/// <summary>Posts this instance's pages about once a second while there are any, all that wait in as few transactions as can be.</summary>
internal sealed partial class LedgerPoster(
    LedgerOutbox outbox, ILedgerPages pages, TableServiceClient service, ILogger<LedgerPoster> log, TimeProvider time)
    : BackgroundService, IHostedLifecycleService, ILedgerPosting
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Far longer than an instance that works leaves a page unposted.
    private static readonly TimeSpan LeftAfter = TimeSpan.FromMinutes(1);

    // To look for pages is to look through all tasks: at most this share of the time.
    private const int ScanShare = 20;

    private readonly OpenPages _open = new(outbox, pages, service.GetTableClient(TableLedgerStore.TableName));
    private readonly SemaphoreSlim _gate = new(1, 1);
    private DateTimeOffset _nextScan = DateTimeOffset.MinValue;

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _open.PostAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset start = time.GetUtcNow();
        if (start < _nextScan)
        {
            return;
        }

        List<LedgerPage> left = await pages.ListAsync(start - LeftAfter, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        _nextScan = start + ((time.GetUtcNow() - start) * ScanShare);
        if (left.Count == 0)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _open.PostAsync(cancellationToken).ConfigureAwait(false);
            if (await _open.TakeOverAsync(left, cancellationToken).ConfigureAwait(false) is > 0 and var taken)
            {
                PagesTakenOver(log, taken);
                await _open.PostAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The workers have stopped by now: posts what they stored last.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => TryFlushAsync(cancellationToken);

    public override void Dispose()
    {
        _gate.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await TryFlushAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(60, LogLevel.Warning, "Ledger pages could not be posted; they wait, durable, and are tried again.", EventName = "LedgerNotPosted")]
    private static partial void NotPosted(ILogger logger, Exception exception);

    [LoggerMessage(61, LogLevel.Information, "{Count} ledger pages that had been left behind are posted.", EventName = "LedgerPagesTakenOver")]
    private static partial void PagesTakenOver(ILogger logger, int count);

    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_open.IsEmpty)
            {
                await FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            NotPosted(log, e);
        }
    }
}
