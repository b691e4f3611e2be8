using System.Globalization;
using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client;

/// <summary>The secret that the caller's callbacks are signed with. Its calls need the role admin.</summary>
public sealed class WebhookSecretApi
{
    private readonly ApiTransport _transport;
    private readonly string _path;

    internal WebhookSecretApi(ApiTransport transport, AgentFunctionsClientOptions options) =>
        (_transport, _path) = (transport, new ApiQuery("webhooks/secret").Add("region", options.Region).ToString());

    /// <summary>When the secrets were made and end, without the secrets.</summary>
    /// <exception cref="ApiException">404: there is none yet.</exception>
    public Task<WebhookSecret> GetAsync(CancellationToken cancellationToken = default) => _transport.AskAsync(ApiRequest.Get(_path), ClientJson.Default.WebhookSecret, cancellationToken);

    /// <summary>Puts another secret in the place of the current one. The answer is the only one that has it.</summary>
    /// <param name="secret">Null: the server makes one.</param>
    /// <param name="overlap">How long callbacks are signed with the older ones too, in whole seconds, at most 30 days; zero when one has leaked. Null: a day.</param>
    /// <remarks>It is sent again only when it surely was not carried out: after <see cref="ServerUnavailableException"/> there may be a secret that nobody knows, and another call makes the next.</remarks>
    /// <exception cref="ApiException">400: a value is wrong.</exception>
    public Task<WebhookSecret> RotateAsync(string? secret = null, TimeSpan? overlap = null, CancellationToken cancellationToken = default)
    {
        WebhookSecretRequest request = new(secret, overlap is { } time ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0}s") : null);
        return _transport.AskAsync(
            ApiRequest.Post(_path, request, ClientJson.Default.WebhookSecretRequest) with { Repeat = RepeatRule.OnlyIfNotDone }, ClientJson.Default.WebhookSecret, cancellationToken);
    }
}
