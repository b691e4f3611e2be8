using AgentFunctions.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Limits;

/// <summary>Gives the money that this instance holds and does not use back to the budgets: after some idle seconds, and all of it when the host stops.</summary>
internal sealed partial class SliceReturn(CallGate gate, ILogger<SliceReturn> log, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await ReturnAsync(IdleFor).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; nobody makes calls any more.
        }

        await ReturnAsync(TimeSpan.Zero).ConfigureAwait(false);
    }

    [LoggerMessage(70, LogLevel.Warning, "Unused money could not be given back to a budget.", EventName = "SliceNotReturned")]
    private static partial void NotReturned(ILogger logger, Exception exception);

    private async Task ReturnAsync(TimeSpan idleFor)
    {
        try
        {
            await gate.ReturnAsync(idleFor).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            NotReturned(log, e);
        }
    }
}
