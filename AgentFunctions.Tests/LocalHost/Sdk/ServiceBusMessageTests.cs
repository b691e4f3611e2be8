using Azure.Messaging.ServiceBus;

namespace AgentFunctions.Tests.LocalHost.Sdk;

public sealed class ServiceBusMessageTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(129)]
    public void MessageId_missing_or_too_long_is_refused(object? id)
    {
        var message = new ServiceBusMessage("body");

        Assert.Throws<ArgumentException>(() => message.MessageId = id is int length ? new string('x', length) : (string?)id);
    }

    [Fact]
    public void MessageId_of_128_characters_is_taken()
    {
        var message = new ServiceBusMessage("body") { MessageId = new string('x', 128) };

        Assert.Equal(128, message.MessageId.Length);
    }

    [Fact]
    public void Copy_of_a_dead_letter_leaves_the_cause_of_death_out()
    {
        var dead = new ServiceBusReceivedMessage
        {
            Body = new BinaryData("body"),
            MessageId = "id",
            Subject = "subject",
            ApplicationProperties = new Dictionary<string, object> { ["DeadLetterReason"] = "bad", ["kept"] = 1 },
        };

        var copy = new ServiceBusMessage(dead);

        Assert.Equal(("id", "subject", "body"), (copy.MessageId, copy.Subject, copy.Body.ToString()));
        Assert.Equal(["kept"], copy.ApplicationProperties.Keys);
    }

    [Theory]
    [InlineData(ServiceBusFailureReason.MessagingEntityNotFound, 1)]
    [InlineData(ServiceBusFailureReason.MessageLockLost, 2)]
    [InlineData(ServiceBusFailureReason.MessageNotFound, 3)]
    [InlineData(ServiceBusFailureReason.MessageSizeExceeded, 4)]
    public void Failure_reasons_have_the_genuine_numbers(ServiceBusFailureReason reason, int number) =>
        Assert.Equal(number, (int)reason);
}
