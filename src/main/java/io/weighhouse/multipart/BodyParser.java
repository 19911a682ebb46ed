package io.weighhouse.multipart;

import java.util.concurrent.Flow;

import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/**
 * The reading of one body. Each event (a buffer, demand, an end) goes into {@link #advance}, which does what can be done and
 * asks for the next buffer only when nothing more can.
 */
final class BodyParser implements MultiSubscriber<Buffer>, Flow.Subscription {

    private enum Stage {
        BEFORE_FIRST,
        HEADERS,
        CONTENT,
        AFTER_LAST,
        ENDED
    }

    private static final byte[] LINE_BREAK = { '\r', '\n' };
    private static final byte[] EMPTY_LINE = { '\r', '\n', '\r', '\n' };

    private final MultipartLimits limits;
    private final MultiSubscriber<? super FormPart> parts;
    private final DelimiterSearch delimiters;
    private final DelimiterSearch emptyLines = new DelimiterSearch(EMPTY_LINE);
    private final Window window = new Window(LINE_BREAK);
    private Stage stage = Stage.BEFORE_FIRST;
    private Flow.Subscription body;
    private PartContent content;
    private long partsWanted;
    private long partsSeen;
    private long bodyBytes;
    private long bytesAround;
    private boolean bufferOnItsWay;
    private boolean bodyEnded;
    private boolean advancing;
    private boolean again;
    private boolean cancelled;

    BodyParser(Boundary boundary, MultipartLimits limits, MultiSubscriber<? super FormPart> parts) {
        this.limits = limits;
        this.parts = parts;
        this.delimiters = new DelimiterSearch(boundary.delimiter());
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        body = subscription;
        parts.onSubscribe(this);
    }

    @Override
    public void request(long wanted) {
        if (wanted <= 0) {
            fail(new IllegalArgumentException("Demand must be positive, not " + wanted));
            return;
        }
        partsWanted = Subscriptions.add(partsWanted, wanted);
        advance();
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (stage != Stage.ENDED) {
            stage = Stage.ENDED;
            body.cancel();
        }
    }

    @Override
    public void onItem(Buffer buffer) {
        if (stage == Stage.ENDED) {
            return;
        }
        bufferOnItsWay = false;
        bodyBytes += buffer.length();
        if (bodyBytes > limits.bodyBytes()) {
            fail(ProblemType.TOO_LARGE.because("A save has %d bytes at most", limits.bodyBytes())
                    .with("limit", limits.bodyBytes()));
            return;
        }
        window.append(buffer);
        advance();
    }

    @Override
    public void onFailure(Throwable failure) {
        fail(failure);
    }

    @Override
    public void onCompletion() {
        bodyEnded = true;
        advance();
    }

    /** Runs until nothing can be done. Calls from inside only ask for another round, so no stack grows. */
    void advance() {
        again = true;
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            while (again && stage != Stage.ENDED) {
                again = false;
                step();
            }
        } catch (RegistryException refusal) {
            fail(refusal);
        } finally {
            advancing = false;
        }
    }

    private void step() {
        boolean wanted = stage == Stage.AFTER_LAST
                || (stage == Stage.CONTENT ? content.isWanted() || content.isSkipped() && partsWanted > 0 : partsWanted > 0);
        if (!wanted) {
            return;
        }
        boolean moved = switch (stage) {
            case BEFORE_FIRST -> findFirst();
            case HEADERS -> readHeaders();
            case CONTENT -> readContent();
            case AFTER_LAST -> drop();
            case ENDED -> false;
        };
        if (moved) {
            again = true;
        } else if (stage != Stage.ENDED) {
            needMore();
        }
    }

    private void needMore() {
        if (bodyEnded) {
            if (stage == Stage.AFTER_LAST) {
                stage = Stage.ENDED;
                parts.onCompletion();
            } else {
                throw ProblemType.UPLOAD_TRUNCATED.because("The body ended before its closing delimiter");
            }
        } else if (!bufferOnItsWay) {
            bufferOnItsWay = true;
            body.request(1);
        }
    }

    private boolean findFirst() {
        int at = delimiterAt();
        int dropped = at < 0 ? window.beginningOf(delimiters) : at;
        bytesAround += dropped;
        if (bytesAround > limits.bytesAround()) {
            throw around("before the first");
        }
        window.skip(dropped);
        return at >= 0 && passDelimiter(0);
    }

    private RegistryException around(String where) {
        return ProblemType.MALFORMED_MULTIPART.because("The body has more than %d bytes %s delimiter", limits.bytesAround(),
                where).with("limit", limits.bytesAround());
    }

    /** Where a delimiter stands in the window, or may stand when its line is whole; negative where none does. */
    private int delimiterAt() {
        int at = window.find(delimiters, 0);
        while (at >= 0 && window.endOfDelimiterLine(at + delimiters.length()) == Window.NO_DELIMITER) {
            at = window.find(delimiters, at + 1);
        }
        return at;
    }

    /** Goes behind a delimiter that stands at the position; false where its line is not whole yet. */
    private boolean passDelimiter(int at) {
        int end = window.endOfDelimiterLine(at + delimiters.length());
        if (end == Window.INCOMPLETE) {
            return false;
        }
        boolean closing = window.isClosing(at + delimiters.length());
        window.skip(end);
        stage = closing ? Stage.AFTER_LAST : Stage.HEADERS;
        bytesAround = 0;
        return true;
    }

    private boolean readHeaders() {
        if (window.startsWith(LINE_BREAK)) {
            throw ProblemType.MALFORMED_MULTIPART.because("A form part has no headers");
        }
        int end = window.find(emptyLines, 0);
        if ((end < 0 ? window.length() - EMPTY_LINE.length : end) > limits.partHeaderBytes()) {
            throw PartHeaders.tooLarge(limits);
        }
        if (end < 0) {
            return false;
        }
        if (++partsSeen > limits.parts()) {
            throw ProblemType.TOO_MANY_PARTS.because("A save has %d form parts at most", limits.parts())
                    .with("limit", limits.parts());
        }
        PartHeaders headers = PartHeaders.read(window.text(end), limits);
        window.skip(end + EMPTY_LINE.length);
        begin(headers);
        return true;
    }

    private void begin(PartHeaders headers) {
        stage = Stage.CONTENT;
        content = new PartContent(this);
        partsWanted = partsWanted == Long.MAX_VALUE ? partsWanted : partsWanted - 1;
        parts.onItem(new FormPart(headers.name(), headers.contentType(), content));
    }

    /** Hands on what is surely content, or ends the part where the window begins with a delimiter. */
    private boolean readContent() {
        int at = delimiterAt();
        int sure = at < 0 ? window.beginningOf(delimiters) : at;
        if (sure > 0) {
            Buffer slice = window.take(sure);
            content.emit(slice);
            return true;
        }
        return at == 0 && passDelimiter(0) && endContent();
    }

    private boolean endContent() {
        PartContent ended = content;
        content = null;
        ended.complete();
        return true;
    }

    private boolean drop() {
        bytesAround += window.length();
        window.skip(window.length());
        if (bytesAround > limits.bytesAround()) {
            throw around("after the last");
        }
        return false;
    }

    private void fail(Throwable failure) {
        if (stage == Stage.ENDED) {
            return;
        }
        stage = Stage.ENDED;
        body.cancel();
        if (content != null) {
            content.fail(failure);
        }
        // whoever read the part may have passed its failure on and left
        if (!cancelled) {
            parts.onFailure(failure);
        }
    }
}
