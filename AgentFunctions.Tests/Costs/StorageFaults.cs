using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AgentFunctions.Tests.Costs;

/// <summary>Cuts connections to storage: before a request is sent, or after it was carried out and before its answer came.</summary>
internal sealed class StorageFaults : HttpPipelineSynchronousPolicy
{
    private readonly Lock _lock = new();
    private Func<string, bool> _cutsBefore = _ => false;
    private Func<string, bool> _cutsAfter = _ => false;
    private int _calls;

    /// <summary>Requests sent.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Requests whose text this holds for do not leave. The text: method, address and body.</summary>
    public Func<string, bool> CutsBefore
    {
        set => Volatile.Write(ref _cutsBefore, value);
    }

    /// <summary>The answers to requests whose text this holds for get lost.</summary>
    public Func<string, bool> CutsAfter
    {
        set => Volatile.Write(ref _cutsAfter, value);
    }

    /// <summary>A share of all answers gets lost from now on.</summary>
    public void LoseAnswers(Random random, double share) => CutsAfter = _ => Happens(random, share);

    /// <summary>A share of all requests does not leave from now on.</summary>
    public void CutAttempts(Random random, double share) => CutsBefore = _ => Happens(random, share);

    /// <summary>The next answers to such requests get lost.</summary>
    public void LoseAnswers(int count, Func<string, bool> to)
    {
        int left = count;
        CutsAfter = request => to(request) && Interlocked.Decrement(ref left) >= 0;
    }

    public void Heal() => (CutsBefore, CutsAfter) = (_ => false, _ => false);

    public override void OnSendingRequest(HttpMessage message)
    {
        if (Volatile.Read(ref _cutsBefore)(TextOf(message.Request)))
        {
            throw new IOException("The connection was refused.");
        }

        Interlocked.Increment(ref _calls);
    }

    public override void OnReceivedResponse(HttpMessage message)
    {
        if (Volatile.Read(ref _cutsAfter)(TextOf(message.Request)))
        {
            throw new IOException("The connection was cut before the answer came.");
        }
    }

    private bool Happens(Random random, double share)
    {
        lock (_lock)
        {
            return random.NextDouble() < share;
        }
    }

    private static string TextOf(Request request)
    {
        using MemoryStream body = new();
        request.Content?.WriteTo(body, CancellationToken.None);
        return $"{request.Method} {request.Uri} {Encoding.UTF8.GetString(body.ToArray())}";
    }
}
