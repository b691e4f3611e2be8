using System.Net.Sockets;

namespace AgentFunctions.LocalHost.Storage;

/// <summary>Asks the three ports over HTTP whether an Azurite stands behind them.</summary>
internal sealed class StorageProbe(StoragePorts ports) : IDisposable
{
    /// <summary>How long an answer is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private enum Answer
    {
        None,
        Azurite,
        Silent,
        Foreign,
    }

    // An address of the loopback needs no proxy, whatever the environment says.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };

    public async Task<StoragePortState> ReadAsync(CancellationToken cancellationToken)
    {
        var asked = ports.ByKind.Select(async p => (p.Kind, p.Port, Answer: await AskAsync(p.Kind, p.Port, cancellationToken)));
        var answers = await Task.WhenAll(asked);
        return new(answers.Count(a => a.Answer == Answer.Azurite), Ports(Answer.Foreign), Ports(Answer.Silent));

        string? Ports(Answer sought)
        {
            var named = answers.Where(a => a.Answer == sought).Select(a => $"port {a.Port} ({a.Kind.ToLowerInvariant()} storage)").ToArray();
            return named.Length == 0 ? null : string.Join(", ", named);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> AskAsync(string kind, int port, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"http://127.0.0.1:{port}/{DevelopmentAccount.Name}?comp=list");
        // A kept connection would hold up the stop of an Azurite by seconds.
        request.Headers.ConnectionClose = true;
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            // The request is not signed, so every status is possible; the server names itself in all of them.
            var isAzurite = response.Headers.Server.ToString().StartsWith($"Azurite-{kind}", StringComparison.OrdinalIgnoreCase);
            return isAzurite ? Answer.Azurite : Answer.Foreign;
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException)
        {
            return Answer.None;
        }
        catch (HttpRequestException)
        {
            // Somebody listens and does not speak HTTP.
            return Answer.Foreign;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // An Azurite under more load than it can bear looks just like this.
            return Answer.Silent;
        }
    }
}
