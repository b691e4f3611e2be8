using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client.Events;

/// <summary>Follows how everything stands: by events, or by looking where there are none.</summary>
internal sealed class OverviewWatch(ApiTransport transport, AgentFunctionsClientOptions options)
{
    private const string Kind = "overview";

    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<Overview> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EventStream<Overview?> stream = new(transport, options, Read, isFinal: _ => false);
        await foreach (Overview? overview in stream.FollowAsync(PathOf("overview/events"), cancellationToken).ConfigureAwait(false))
        {
            if (overview is not null)
            {
                yield return overview;
            }
        }

        while (true)
        {
            yield return await GetAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(PollEvery < options.LongestPoll ? PollEvery : options.LongestPoll, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<Overview> GetAsync(CancellationToken cancellationToken) =>
        transport.AskAsync(ApiRequest.Get(PathOf("overview")), ClientJson.Default.Overview, cancellationToken);

    private static Overview? Read(SseItem<byte[]> item) => item.EventType == Kind ? JsonSerializer.Deserialize(item.Data, ClientJson.Default.Overview) : null;

    private string PathOf(string path) => new ApiQuery(path).Add("region", options.Region).ToString();
}
