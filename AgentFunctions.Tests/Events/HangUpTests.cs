using System.Diagnostics.Metrics;
using AgentFunctions.Tests.Crash;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Wire;

namespace AgentFunctions.Tests.Events;

/// <summary>Counts the open streams of this process, so no other test may open any meanwhile.</summary>
[Collection(CrashCollection.Name)]
public sealed class HangUpTests(HostFixture host) : IClassFixture<HostFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_hangs_up_is_no_longer_served()
    {
        long open = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "agentfn.event.streams")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref open, change));
        listener.Start();
        string id = await EventClient.SubmitAsync(host.Client, """{"agent":"draft-reply","input":{"message":"Where is my order?","tone":""},"notBefore":"2100-01-01T00:00:00Z"}""");

        using (CancellationTokenSource hangUp = new())
        {
            await using IAsyncEnumerator<WireEvent> stream = EventClient.ReadAsync(host.Client, $"tasks/{id}/events", null, hangUp.Token).GetAsyncEnumerator(Cancelled);
            Assert.True(await stream.MoveNextAsync());
            Assert.Equal(1, Interlocked.Read(ref open));
        }

        await Eventually.IsTrueAsync(() => Interlocked.Read(ref open) == 0, "the end of the stream", Cancelled);
    }
}
