using System.Text.Json;
using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client;

/// <summary>Callbacks of tasks that have ended.</summary>
public sealed class CallbacksApi
{
    private readonly ApiTransport _transport;
    private readonly AgentFunctionsClientOptions _options;

    internal CallbacksApi(ApiTransport transport, AgentFunctionsClientOptions options) => (_transport, _options) = (transport, options);

    /// <summary>All that match, newest task first. Pages are read as the list is.</summary>
    public IAsyncEnumerable<CallbackItem> ListAsync(CallbackQuery? query = null, CancellationToken cancellationToken = default)
    {
        CallbackQuery asked = query ?? new CallbackQuery();
        return Pages.ReadAsync(
            _transport,
            () => new ApiQuery("callbacks").Add("status", JsonNamingPolicy.CamelCase.ConvertName(asked.Status.ToString())).Add("agent", asked.Agent).Add("from", asked.From).Add("to", asked.To)
                .Add("limit", asked.PageSize).Add("region", _options.Region),
            ClientJson.Default.CallbackPage,
            page => (page.Callbacks, page.Next),
            cancellationToken);
    }

    /// <summary>Has callbacks that were given up tried again, with all their tries; at most 1,000 a call, and <see cref="CallbackRedriveReport.More"/> says whether there are others. It needs the role admin.</summary>
    /// <remarks>It is sent again only when it surely was not carried out. After <see cref="ServerUnavailableException"/> a second call does no harm: what is due again is left alone.</remarks>
    /// <exception cref="ApiException">400: neither ids nor filter, or both.</exception>
    public Task<CallbackRedriveReport> RedriveAsync(CallbackRedriveRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        string path = new ApiQuery("callbacks/redrive").Add("region", _options.Region).ToString();
        return _transport.AskAsync(
            ApiRequest.Post(path, request, ClientJson.Default.CallbackRedriveRequest) with { Repeat = RepeatRule.OnlyIfNotDone }, ClientJson.Default.CallbackRedriveReport, cancellationToken);
    }
}
