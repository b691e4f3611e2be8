using System.Runtime.CompilerServices;
using AgentFunctions.Events;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Overview;

/// <summary>Follows how everything stands. All who follow it on one instance, whatever their tenants, share the same few storage requests.</summary>
public sealed class OverviewWatch(OverviewReports reports, TimeProvider time, ILogger<OverviewWatch> log) : IDisposable
{
    private readonly SharedLooks _looks = new(reports, time, log);

    /// <summary>How everything stands for a tenant now, read anew.</summary>
    public async Task<OverviewReport> ReadAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await reports.ReadAsync(cancellationToken).ConfigureAwait(false)).Of(tenant);

    /// <summary>How everything stands for a tenant, at once and whenever that has changed, until <see cref="TaskWatch.Longest"/> is over.</summary>
    /// <returns>Null now and then while nothing changes.</returns>
    public IAsyncEnumerable<OverviewReport?> FollowAsync(TenantId tenant, CancellationToken cancellationToken) =>
        LookAgainAsync(tenant, cancellationToken).CountedAsync("overview", cancellationToken);

    public void Dispose() => _looks.Dispose();

    private async IAsyncEnumerable<OverviewReport?> LookAgainAsync(TenantId tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        long spoken = start;
        OverviewReport? told = null;
        Look look = await _looks.FirstAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (look.Overview?.Of(tenant) is { } now && told?.ShowsSameAs(now) is not true)
            {
                yield return told = now;
                spoken = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(spoken) >= TaskWatch.LongestSilence)
            {
                yield return null;
                spoken = time.GetTimestamp();
            }

            if (time.GetElapsedTime(start) >= TaskWatch.Longest)
            {
                yield break;
            }

            look = await _looks.AfterAsync(look, cancellationToken).ConfigureAwait(false);
        }
    }
}
