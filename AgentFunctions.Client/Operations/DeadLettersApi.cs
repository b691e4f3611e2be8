using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client;

/// <summary>Tasks that were set aside after their last attempt.</summary>
public sealed class DeadLettersApi
{
    private readonly ApiTransport _transport;
    private readonly TaskReading _tasks;
    private readonly AgentFunctionsClientOptions _options;

    internal DeadLettersApi(ApiTransport transport, TaskReading tasks, AgentFunctionsClientOptions options) => (_transport, _tasks, _options) = (transport, tasks, options);

    /// <summary>All that match, newest first. Pages are read as the list is.</summary>
    public IAsyncEnumerable<AgentTask> ListAsync(DeadLetterQuery? query = null, CancellationToken cancellationToken = default)
    {
        DeadLetterQuery asked = query ?? new DeadLetterQuery();
        return _tasks.PagesAsync(
            () => new ApiQuery("dead-letters").Add("agent", asked.Agent).Add("reason", asked.Reason).Add("from", asked.From).Add("to", asked.To)
                .Add("limit", asked.PageSize).Add("region", _options.Region),
            cancellationToken);
    }

    /// <summary>Sends tasks round again; at most 1,000 a call, and <see cref="RedriveReport.More"/> says whether there are others.</summary>
    /// <remarks>It is sent again only when it surely was not carried out. After <see cref="ServerUnavailableException"/> a second call does no harm: what is in line again is left alone.</remarks>
    /// <exception cref="ApiException">400: neither ids nor filter, or both.</exception>
    public Task<RedriveReport> RedriveAsync(RedriveRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        string path = new ApiQuery("dead-letters/redrive").Add("region", _options.Region).ToString();
        return _transport.AskAsync(
            ApiRequest.Post(path, request, ClientJson.Default.RedriveRequest) with { Repeat = RepeatRule.OnlyIfNotDone }, ClientJson.Default.RedriveReport, cancellationToken);
    }
}
