using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Node;
using AgentFunctions.LocalHost.Processes;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Tests.Crash.Fleet;
using AgentFunctions.Tests.Servers;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.LocalHost.Storage;

public sealed class AzuriteServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePorts.Find(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task StartAsync_serves_tables_until_disposed()
    {
        var server = await StartAsync();
        await AddAsync(server, "row");
        Assert.True(await HasAsync(server, "row"));
        var id = server.ProcessId!.Value;

        await server.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        Assert.True(IsFree(_port));
    }

    [Fact]
    public async Task Data_is_there_after_stop_and_start()
    {
        await using (var first = await StartAsync())
        {
            await AddAsync(first, "row");
        }

        await using var second = await StartAsync();

        Assert.True(await HasAsync(second, "row"));
    }

    [Fact]
    public async Task A_running_Azurite_of_somebody_else_is_used_and_not_stopped()
    {
        using var elsewhere = new TemporaryFolder();
        await using var running = await StartAsync();

        await using (var user = await StartAsync(elsewhere.Path))
        {
            Assert.Null(user.ProcessId);
            await AddAsync(user, "row");
        }

        Assert.True(await HasAsync(running, "row"));
    }

    [Fact]
    public async Task Two_hosts_that_start_at_once_on_one_folder_share_one_process()
    {
        var servers = await Task.WhenAll(StartAsync(), StartAsync());
        await using var first = servers[0];
        await using var second = servers[1];

        Assert.Single(servers, server => server.ProcessId is not null);
        await AddAsync(first, "row");
        Assert.True(await HasAsync(second, "row"));
    }

    [Fact]
    public async Task A_host_that_shares_takes_over_when_the_owner_stops()
    {
        var owner = await StartAsync();
        await using var other = await StartAsync();
        await AddAsync(owner, "row");
        Assert.Null(other.ProcessId);

        await owner.DisposeAsync();
        await Eventually.IsTrueAsync(() => other.ProcessId is not null, "the other host starts Azurite", Cancellation);

        Assert.True(await HasAsync(other, "row"));
    }

    [Fact]
    public async Task The_Azurite_of_a_host_that_died_is_adopted_and_stopped_in_the_end()
    {
        using var left = AzuriteProcess.Start(NodePackages.Locate(), new(_folder.Path), StoragePorts.From(_port));
        using var probe = new StorageProbe(StoragePorts.From(_port));
        await Eventually.IsTrueAsync(() => probe.ReadAsync(Cancellation).Result.AllAnswer, "Azurite answers", Cancellation);

        await using (var server = await StartAsync())
        {
            Assert.Equal(left.Id, server.ProcessId);
        }

        Assert.True(left.HasExited);
    }

    [Theory]
    [InlineData(0, "blob")]
    [InlineData(1, "queue")]
    [InlineData(2, "table")]
    public async Task A_foreign_listener_is_named_with_its_port_and_the_option(int offset, string kind)
    {
        await using var foreign = await ForeignServer.StartAsync(_port + offset, Cancellation);

        var error = await Assert.ThrowsAsync<HostStartException>(() => StartAsync());

        Assert.Contains($"port {_port + offset} ({kind} storage)", error.Message, StringComparison.Ordinal);
        Assert.Contains("--storage-port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Azurite_that_is_too_busy_to_answer_is_waited_for()
    {
        await using var owner = await StartAsync();
        ProcessSignal.Pause(owner.ProcessId!.Value);
        var starting = StartAsync();
        await Task.WhenAny(starting, Task.Delay(StorageProbe.Patience + TimeSpan.FromSeconds(1), Cancellation));
        Assert.False(starting.IsCompleted, "it neither joined nor gave up");

        ProcessSignal.Resume(owner.ProcessId.Value);

        await using var joined = await starting;
        Assert.Null(joined.ProcessId);
    }

    [Fact]
    public async Task A_listener_that_never_answers_is_named_in_the_end()
    {
        using TcpListener silent = new(IPAddress.Loopback, _port);
        silent.Start();
        var options = new AzuriteOptions(_folder.Path) { StoragePort = _port, StartTimeout = TimeSpan.FromMilliseconds(100) };

        var error = await Assert.ThrowsAsync<HostStartException>(
            () => AzuriteServer.StartAsync(options, _ => { }, NullLogger.Instance, TimeProvider.System, Cancellation));

        Assert.Contains($"listens on port {_port} (blob storage)", error.Message, StringComparison.Ordinal);
        Assert.Contains("--storage-port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_ports_for_a_folder_in_use_are_refused()
    {
        await using var owner = await StartAsync();
        var options = new AzuriteOptions(_folder.Path) { StoragePort = 0, StartTimeout = TimeSpan.FromSeconds(1) };

        var error = await Assert.ThrowsAsync<HostStartException>(
            () => AzuriteServer.StartAsync(options, _ => { }, NullLogger.Instance, TimeProvider.System, Cancellation));

        Assert.Contains($"Another host runs the Azurite of {_folder.Path}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Azurite_that_does_not_come_up_in_time_is_an_error_and_leaves_no_process()
    {
        var options = new AzuriteOptions(_folder.Path) { StoragePort = _port, StartTimeout = TimeSpan.FromMilliseconds(50) };

        var error = await Assert.ThrowsAsync<HostStartException>(
            () => AzuriteServer.StartAsync(options, _ => { }, NullLogger.Instance, TimeProvider.System, Cancellation));

        Assert.Contains("azurite.log", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("azurite.pid")));
    }

    [Fact]
    public async Task A_killed_Azurite_is_restarted()
    {
        await using var server = await StartAsync();
        var killed = Kill(server);

        await Eventually.IsTrueAsync(() => server.ProcessId is { } id && id != killed, "Azurite is restarted", Cancellation);

        await AddAsync(server, "row");
        Assert.True(await HasAsync(server, "row"));
        Assert.False(server.HasExited);
    }

    [Fact]
    public async Task Azurite_is_given_up_when_restarts_keep_failing()
    {
        await using var server = await StartAsync();
        Kill(server);
        await Eventually.IsTrueAsync(() => IsFree(_port), "the port is free", Cancellation);
        await using var foreign = await ForeignServer.StartAsync(_port, Cancellation);

        await server.Lost.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        Assert.True(server.HasExited);
        Assert.Null(server.ProcessId);
    }

    [Fact]
    public async Task Ctrl_C_of_the_terminal_does_not_reach_Azurite()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var server = await StartAsync();

        // "pid (name) state parent group session ...": a session of its own has no terminal.
        var stat = await File.ReadAllTextAsync($"/proc/{server.ProcessId}/stat", Cancellation);
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

        Assert.Equal($"{server.ProcessId}", fields[2]);
        Assert.Equal($"{server.ProcessId}", fields[3]);
    }

    private Task<AzuriteServer> StartAsync(string? folder = null) => AzuriteServer.StartAsync(
        new(folder ?? _folder.Path) { StoragePort = _port, RestartBackOff = TimeSpan.FromMilliseconds(300), StartTimeout = TimeSpan.FromMinutes(2) },
        status: _ => { },
        NullLogger.Instance,
        TimeProvider.System,
        Cancellation);

    private static int Kill(AzuriteServer server)
    {
        using var process = Process.GetProcessById(server.ProcessId!.Value);
        process.Kill();
        process.WaitForExit();
        return process.Id;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient("127.0.0.1", port);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }

    private static async Task AddAsync(AzuriteServer server, string row)
    {
        var table = new TableClient(server.ConnectionString, "tests");
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.AddEntityAsync(new TableEntity("p", row), Cancellation);
    }

    private static async Task<bool> HasAsync(AzuriteServer server, string row)
    {
        var table = new TableClient(server.ConnectionString, "tests");
        var found = await table.GetEntityIfExistsAsync<TableEntity>("p", row, cancellationToken: Cancellation);
        return found.HasValue;
    }
}
