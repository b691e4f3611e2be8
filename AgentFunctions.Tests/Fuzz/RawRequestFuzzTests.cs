using System.Globalization;
using System.Net.Sockets;
using System.Text;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>Whatever comes over a socket, the host answers or hangs up, and does not take it for its own fault.</summary>
public sealed class RawRequestFuzzTests(FuzzHost host) : IClassFixture<FuzzHost>
{
    [Property(MaxTest = 800, Arbitrary = [typeof(RawRequest)])]
    public async Task Any_bytes_are_answered_or_hung_up_on(RawRequest request)
    {
        host.Api.CountCase();
        StoredState before = await host.Api.ReadStateAsync();
        int[] statuses = await ExchangeAsync(request.Bytes);

        // A method or a version that HTTP knows and this host does not serve is the one fault with a status of its own above 500.
        Assert.All(statuses, status => Assert.True(status is < 500 or 501 or 505, status.ToString(CultureInfo.InvariantCulture)));

        // Without an answer the host may have hung up after taking the task in, as it may on any client.
        if (statuses.Length > 0 && !statuses.Contains(202))
        {
            (await host.Api.ReadStateAsync()).AssertSame(before);
        }
    }

    [Theory]
    [InlineData("Content-Length: 100", "{\"agent\":")]
    [InlineData("Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "5\r\n{}")]
    [InlineData("Transfer-Encoding: chunked", "fffffffff\r\n{}")]
    public async Task A_body_that_breaks_off_is_the_clients_fault(string header, string body)
    {
        foreach (string path in new[] { "tasks", "tasks/batch" })
        {
            int[] statuses = await ExchangeAsync(Encoding.Latin1.GetBytes($"POST /api/{path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n{body}"));

            Assert.All(statuses, status => Assert.Equal(400, status));
        }
    }

    /// <summary>Sends the bytes and nothing after them.</summary>
    /// <returns>The status of each answer; none when the host hung up.</returns>
    private async Task<int[]> ExchangeAsync(byte[] bytes)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(FuzzApi.Patience);
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(host.Api.Address.Host, host.Api.Address.Port, patience.Token);
        await using NetworkStream stream = new(socket);
        using MemoryStream received = new();
        try
        {
            await stream.WriteAsync(bytes, patience.Token);
            socket.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(received, patience.Token);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Hung up on while sending or reading; what came before counts.
        }

        return [.. Encoding.Latin1.GetString(received.ToArray()).Split("HTTP/1.1 ").Skip(1).Select(answer => int.Parse(answer[..3], CultureInfo.InvariantCulture))];
    }
}
