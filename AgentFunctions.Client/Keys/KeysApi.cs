using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client;

/// <summary>API keys: those of the caller's tenant, or for the operator of any. They need the role admin.</summary>
public sealed class KeysApi
{
    private readonly ApiTransport _transport;
    private readonly AgentFunctionsClientOptions _options;

    internal KeysApi(ApiTransport transport, AgentFunctionsClientOptions options) => (_transport, _options) = (transport, options);

    /// <summary>Makes a key. The answer is the only one that has the key itself.</summary>
    /// <remarks>It is sent again only when it surely was not carried out: after <see cref="ServerUnavailableException"/> there may be a key that nobody knows, which a list shows.</remarks>
    /// <exception cref="ApiException">400: a field is wrong. 403: the role is missing.</exception>
    public Task<ApiKey> CreateAsync(ApiKeyRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _transport.AskAsync(
            ApiRequest.Post(Path("keys"), request, ClientJson.Default.ApiKeyRequest) with { Repeat = RepeatRule.OnlyIfNotDone }, ClientJson.Default.ApiKey, cancellationToken);
    }

    /// <summary>The keys, newest first, revoked and expired ones too.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _transport.AskAsync(ApiRequest.Get(Path("keys")), ClientJson.Default.ApiKeyList, cancellationToken).ConfigureAwait(false)).Keys;

    /// <summary>Revokes a key; the same again changes nothing.</summary>
    /// <exception cref="ApiException">404: there is no such key.</exception>
    public Task<ApiKey> RevokeAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.AskAsync(new ApiRequest(HttpMethod.Delete, $"keys/{ApiQuery.Segment(id)}"), ClientJson.Default.ApiKey, cancellationToken);

    private string Path(string path) => new ApiQuery(path).Add("region", _options.Region).ToString();
}
